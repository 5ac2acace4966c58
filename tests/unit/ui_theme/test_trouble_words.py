"""Whatever the strip can say stands in the page about what breaks, so that the word on the screen is found there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
WORDS = ROOT / "aura_terminal" / "ui" / "shell" / "status_words.py"
PAGE = ROOT / "docs" / "when-something-breaks.md"
SAYING = {"_trouble_pills", "waiting_words", "reach_of", "_together"}
SENTENCE = "."
"""What ends in it is the explanation in the details, which stands there beside the word."""


def said_in_the_strip() -> set[str]:
    """The words of every pill, as they are written in the program."""
    functions = (each for each in ast.walk(ast.parse(WORDS.read_text("utf-8"))) if isinstance(each, ast.FunctionDef))
    calls = [call for each in functions if each.name in SAYING for call in ast.walk(each) if isinstance(call, ast.Call)]
    texts = [
        argument.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in ("tr", "counted")
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value != "Status"
    ]
    return {text for text in texts if not text.endswith(SENTENCE)}


def test_every_word_of_the_strip_is_explained() -> None:
    page = " ".join(PAGE.read_text("utf-8").split())
    words = said_in_the_strip()
    assert len(words) > 10
    pieces = {word: [piece.strip(" ,") for piece in re.split(r"\{\w+\}", word)] for word in words}
    assert {word for word, parts in pieces.items() if not all(part in page for part in parts)} == set()
