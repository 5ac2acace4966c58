"""Sentences made below the screens are marked, so that screens can say them in the language people read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.domain.telling import told
from tests.catalogues.sentences import PACKAGES, ROOT, TOLD, Sentence, found_in

HINTING = {
    "Unavailable", "StoreUnavailable", "Refused", "TurnedAway", "Silent", "NotReached", "NotSent", "Held", "WrongCell",
    "ShopFileProblem", "problem", "CardLost", "CannotTell", "NotConfirmed", "Failed", "Unconfirmed", "NotWelcome",
}  # fmt: skip
"""What is made with words that somebody is shown."""
ENGLISH = {
    "aura_terminal/app/commands/": "the command line speaks English",
    "aura_terminal/app/central_facts.py": "said by a command of the central only",
    "aura_terminal/app/countries.py": "the file of countries is shipped",
    "aura_terminal/app/shop_": "a shop in TOML files is set up by a command",
    "devices/simulators/": "practice devices are set up by whoever writes the settings",
    "sync/connectors/": "names of fields on the wire",
    "sync/central/": "a central speaks to programs and to its log",
    "sync/node/store_queue.py": "heard by nobody: the node is ending",
}
"""Where words stay English, and why."""


def test_a_sentence_is_told_in_english_with_its_fields_filled_in() -> None:
    assert told("{lost}, while printing", lost="FRONT: gone") == "FRONT: gone, while printing"
    assert told("{text!r} is not a variant", text="x") == "'x' is not a variant"


def test_a_sentence_without_fields_stays_a_pattern() -> None:
    assert told("Handed to the mail server for {to}.").format(to="a@b.c") == "Handed to the mail server for a@b.c."
    assert type(told("Not mailed: {wrong}.", wrong="gone")) is str


@pytest.mark.parametrize(
    "imported", ["from aura_terminal.domain.telling import told", "from aura_terminal.domain import telling"]
)
def test_what_is_told_is_found_by_either_name(tmp_path: Path, imported: str) -> None:
    call = "told" if imported.endswith("told") else "telling.told"
    (tmp_path / "shop").mkdir()
    source = f'{imported}\nHINTS = {{1: {call}("Out of paper")}}\nwords = {call}("{{a}}: {{b}}", a=1, b=2)\n'
    (tmp_path / "shop" / "printer.py").write_text(source, encoding="utf-8")
    assert set(found_in(tmp_path, ["shop"]).places) == {Sentence(TOLD, "Out of paper")}


def test_no_hint_is_written_down_without_its_mark() -> None:
    """A word by itself, such as a name, is no sentence."""
    bare = [
        f"{place}:{node.lineno}: {ast.unparse(node)}"
        for package in PACKAGES
        for file in sorted((ROOT / package).rglob("*.py"))
        if not (place := file.relative_to(ROOT).as_posix()).startswith(tuple(ENGLISH))
        for node in _bare(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert bare == []


def test_a_hint_without_its_mark_would_be_noticed() -> None:
    tree = ast.parse(
        'raise Unavailable(name, "no answer" if late else told("it is gone"))\nraise Held(1, f"{x} is gone")'
    )
    assert [ast.unparse(node) for node in _bare(tree)] == ["'no answer'", "f'{x} is gone'"]


def _bare(tree: ast.Module) -> Iterator[ast.expr]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _name(call) in HINTING:
            for words in (*call.args, *(keyword.value for keyword in call.keywords)):
                yield from filter(_is_sentence, _chosen(words))


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _chosen(words: ast.expr) -> Iterator[ast.expr]:
    """What an expression may come to."""
    match words:
        case ast.IfExp(body=body, orelse=other):
            yield from _chosen(body)
            yield from _chosen(other)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _chosen(value)
        case _:
            yield words


def _is_sentence(words: ast.expr) -> bool:
    parts = words.values if isinstance(words, ast.JoinedStr) else [words]
    text = "".join(
        part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "" for part in parts
    )
    return " " in text.strip() or (isinstance(words, ast.JoinedStr) and any(map(str.isalpha, text)))
