"""A language nobody speaks: sentences in brackets, with accents, 40 % longer, fields and line ends as they were.

What is on a screen without brackets did not go through translation; what is cut has no room for other languages.
"""

from __future__ import annotations

from pathlib import Path
from string import Formatter

from aura_terminal.ui.language.languages import Language
from tests.catalogues.compiled import compile_translations
from tests.catalogues.files import Translation, write_sentences
from tests.catalogues.sentences import Found, Sentence

PSEUDO = Language("qq", "Ƥšéúðö", "en_US")
OPENING, CLOSING = "⟦", "⟧"
GROWTH_PERCENT = 40
ACCENTED = str.maketrans("aceinorsuyzACEINORSUYZ", "àçéîñôřšûýžÀÇÉÎÑÔŘŠÛÝŽ")
PADDING = "ïïïïï "


def pseudo(text: str) -> str:
    """A sentence in it."""
    longer = -(-len(text) * GROWTH_PERCENT // 100)
    core = text.strip(" \n")
    if not any(any(map(str.isalpha, literal)) for literal, *_ in Formatter().parse(core)):
        return text
    before, after = text[: text.index(core)], text[text.index(core) + len(core) :]
    fill = (PADDING * (longer // len(PADDING) + 1))[:longer].strip()
    said = "".join(_piece(*piece) for piece in Formatter().parse(core))
    return f"{before}{OPENING}{said}{fill}{CLOSING}{after}"


def _piece(words: str, name: str | None, spec: str | None, sign: str | None) -> str:
    said = words.translate(ACCENTED).replace("{", "{{").replace("}", "}}")
    if name is None:
        return said
    return said + "{" + name + (f"!{sign}" if sign else "") + (f":{spec}" if spec else "") + "}"


def write_pseudo(found: Found, folder: Path) -> Language:
    """Leave the language in a folder as the program finds its own, and say which it is."""
    (folder / PSEUDO.code).mkdir(parents=True)
    write_sentences(found, folder)
    said = {(one.context, one.text): Translation(one, _forms(one)) for one in found.places}
    compile_translations(PSEUDO.code, said, folder / PSEUDO.code / "aura.qm")
    return PSEUDO


def _forms(sentence: Sentence) -> tuple[str, ...]:
    return (pseudo(sentence.text), pseudo(sentence.many)) if sentence.many else (pseudo(sentence.text),)
