"""Text from right to left as two independent libraries put it in order and join it."""

from __future__ import annotations

import json
import random
import subprocess

import pytest

from devices.printers.bidi import levels, mirrored, visual_order
from devices.printers.joining import joined_letters
from tests.peers.using import python_of

_LETTERS = "abc  אבגק قهوسلابيت 12 3.,-€%/:!?+"  # no brackets: these libraries do not pair them
_PROGRAM = """
import json, sys
from bidi.algorithm import get_display
import arabic_reshaper
joining = arabic_reshaper.ArabicReshaper({"support_ligatures": True, "delete_harakat": True})
print(json.dumps([[get_display(text), joining.reshape(text)] for text in json.load(sys.stdin)]))
"""


@pytest.fixture(scope="module")
def texts() -> dict[str, tuple[str, str]]:
    """Invented texts, each in order and joined as the libraries say."""
    chance = random.Random(20261122)
    written = ["".join(chance.choices(_LETTERS, k=chance.randint(1, 18))) for _ in range(1500)]
    command = [str(python_of("bidi")), "-c", _PROGRAM]
    told = subprocess.run(command, input=json.dumps(written), capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 0, told.stderr
    return {text: (seen, joined) for text, (seen, joined) in zip(written, json.loads(told.stdout), strict=True)}


def in_order(text: str) -> str:
    found = levels(list(text))
    return "".join(mirrored(text[place]) if found[place] % 2 else text[place] for place in visual_order(found))


def test_every_text_stands_in_the_same_order(texts: dict[str, tuple[str, str]]) -> None:
    assert {text: in_order(text) for text in texts} == {text: seen for text, (seen, _) in texts.items()}


def test_every_letter_takes_the_same_form(texts: dict[str, tuple[str, str]]) -> None:
    assert {text: joined_letters(text) for text in texts} == {text: joined for text, (_, joined) in texts.items()}
