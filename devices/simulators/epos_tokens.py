"""Turns an ePOS-Print document into the tokens the simulated paper knows, element by element.

Each element becomes the ESC/POS commands that do the same, its letters in UTF-8 (`PAGE`).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from devices.printers.epos_xml import PRINT_SPACE
from devices.simulators.tokens import Command, Letters, Token, Unknown

PAGE = 255  # of ESC t: no printer has it, so it stands for UTF-8 here
_SIDES = {"left": 0, "center": 1, "right": 2}
_ESCAPED = re.compile(rb"\\(\\|x[0-9A-Fa-f]{2})")  # in codes, not in letters


def elements_of(message: bytes) -> list[ElementTree.Element]:
    """What stands inside `epos-print`; `ValueError` when there is no such thing."""
    try:
        body = next(ElementTree.fromstring(message).iter(f"{{{PRINT_SPACE}}}epos-print"), None)
    except ElementTree.ParseError as broken:
        raise ValueError(str(broken)) from broken
    if body is None:
        raise ValueError("no epos-print in it")
    return list(body)


def tokens_of(element: ElementTree.Element) -> Iterator[Token]:
    """What the element asks of the paper; `ValueError` when it says what no such element can."""
    match element.tag.removeprefix(f"{{{PRINT_SPACE}}}"):
        case "text":
            yield from _text(element)
        case "symbol" if element.get("type") == "qrcode_model_2":
            yield _two_d(b"1C" + bytes([int(element.get("width", "3"))]))
            yield _two_d(b"1P0" + _content(element))
            yield _two_d(b"1Q0")
        case "barcode":
            yield from _barcode(element)
        case "image":
            yield _image(element)
        case "feed":
            yield Command("ESC d", b"", bytes([int(element.get("line", "1"))]))
        case "cut":
            yield Command("GS V", b"", b"B\0")
        case "sound":
            yield Command("ESC B", b"", bytes([int(element.get("repeat", "1")), 2]))
        case "pulse":
            yield Command("ESC p", b"", bytes([int(element.get("drawer", "drawer_1")[-1]) - 1, 50, 50]))
        case _:
            yield Unknown(ElementTree.tostring(element))


def _text(element: ElementTree.Element) -> Iterator[Token]:
    """Attributes last until they are said anew; a text element holds letters and line feeds."""
    if element.get("align"):
        yield Command("ESC a", b"", bytes([_side(element.get("align", "left"))]))
    if element.get("width"):
        wide, high = int(element.get("width", "1")), int(element.get("height", "1"))
        yield Command("GS !", b"", bytes([(wide - 1) << 4 | (high - 1)]))
    for name, command in (("em", "ESC E"), ("reverse", "GS B")):
        if element.get(name):
            yield Command(command, b"", bytes([element.get(name) == "true"]))
    for place, part in enumerate((element.text or "").split("\n")):
        if place:
            yield Command("LF", b"\n")
        if part:
            yield Letters(part.encode("utf-8"))


def _side(name: str) -> int:
    if name not in _SIDES:
        raise ValueError(f"no side is called {name!r}")
    return _SIDES[name]


def _barcode(element: ElementTree.Element) -> Iterator[Token]:
    yield Command("GS h", b"", bytes([int(element.get("height", "162"))]))
    content = _content(element)
    kind = 67 if element.get("type") == "ean13" else 73
    yield Command("GS k", b"", bytes([kind]), bytes([len(content)]) + content)


def _content(element: ElementTree.Element) -> bytes:
    """What a code holds, its control codes and backslashes as they are meant."""
    said = (element.text or "").encode("utf-8")
    return _ESCAPED.sub(lambda found: b"\\" if found[1] == b"\\" else bytes.fromhex(found[1][1:].decode()), said)


def _image(element: ElementTree.Element) -> Token:
    side, high = (int(element.get("width", "0")) + 7) // 8, int(element.get("height", "0"))
    if not (0 <= side < 0x10000 and 0 <= high < 0x10000):
        raise ValueError("no picture is that large")
    size = side.to_bytes(2, "little") + high.to_bytes(2, "little")
    return Command("GS v", b"", b"0\0" + size, base64.b64decode(element.text or ""))


def _two_d(payload: bytes) -> Command:
    return Command("GS ( k", b"", b"k\0\0", payload)
