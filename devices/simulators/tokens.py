"""Cuts an ESC/POS byte stream into tokens, however it arrives in pieces. Lengths: Epson's ESC/POS reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Letters:
    """Bytes to be printed in the code page of the moment."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class Command:
    """A command (`ESC @`), its parameters and what follows them."""

    name: str
    raw: bytes
    parameters: bytes = b""
    payload: bytes = b""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The start of something no command table knows."""

    raw: bytes


Token = Letters | Command | Unknown


class _Tail(StrEnum):
    """How the length of what follows the parameters is told."""

    NONE = "none"
    TWO_D = "two_d"  # GS ( x and ESC ( x: pL pH in front
    RASTER = "raster"  # GS v 0: m xL xH yL yH
    COLUMNS = "columns"  # ESC *: m nL nH
    BARCODE = "barcode"  # GS k: to a NUL, or counted from m = 65
    CUT = "cut"  # GS V: one more byte from m = 65


_LEADS: Mapping[int, str] = {0x1B: "ESC", 0x1D: "GS", 0x10: "DLE", 0x1C: "FS"}
_CONTROLS: Mapping[int, str] = {0x0A: "LF", 0x0D: "CR", 0x09: "HT", 0x0C: "FF"}

_FORMS: Mapping[str, tuple[int, _Tail]] = {
    **{f"ESC {sign}": (0, _Tail.NONE) for sign in "@2imL"},
    **{f"ESC {sign}": (1, _Tail.NONE) for sign in "tREadJ3M-!rG{V="},
    **{f"ESC {sign}": (2, _Tail.NONE) for sign in "Bc$\\"},
    "ESC p": (3, _Tail.NONE),
    "ESC *": (3, _Tail.COLUMNS),
    **{f"GS {sign}": (1, _Tail.NONE) for sign in "!BrIahwHfb"},
    **{f"GS {sign}": (2, _Tail.NONE) for sign in "LWP"},
    "GS V": (1, _Tail.CUT),
    "GS v": (6, _Tail.RASTER),
    "GS k": (1, _Tail.BARCODE),
    "GS (": (3, _Tail.TWO_D),
    "ESC (": (3, _Tail.TWO_D),
    "FS .": (0, _Tail.NONE),
    "FS &": (0, _Tail.NONE),
    "DLE \x04": (1, _Tail.NONE),
    "DLE \x05": (1, _Tail.NONE),
    "DLE \x14": (3, _Tail.NONE),
}
_NAMES: Mapping[str, str] = {"DLE \x04": "DLE EOT", "DLE \x05": "DLE ENQ", "DLE \x14": "DLE DC4"}


class Tokenizer:
    """Keeps what is not complete yet, so a stream cut anywhere gives the same tokens; only `Letters` come in pieces."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[Token]:
        """The tokens these bytes complete."""
        self._held += data
        tokens: list[Token] = []
        while self._held:
            taken = _next(self._held)
            if taken is None:
                break
            token, length = taken
            self._held = self._held[length:]
            tokens.append(token)
        return tokens


def joined(tokens: list[Token]) -> list[Token]:
    """The tokens with neighbouring letters in one."""
    whole: list[Token] = []
    for token in tokens:
        if isinstance(token, Letters) and whole and isinstance(whole[-1], Letters):
            whole[-1] = Letters(whole[-1].raw + token.raw)
        else:
            whole.append(token)
    return whole


def _next(held: bytes) -> tuple[Token, int] | None:
    """The first token and its length; None while it is not complete."""
    first = held[0]
    if first in _CONTROLS:
        return Command(_CONTROLS[first], held[:1]), 1
    if first in _LEADS:
        return _command(held)
    if first < 0x20:
        return Unknown(held[:1]), 1
    end = next((place for place, byte in enumerate(held) if byte < 0x20), len(held))
    return Letters(held[:end]), end


def _command(held: bytes) -> tuple[Token, int] | None:
    if len(held) < 2:
        return None
    form = f"{_LEADS[held[0]]} {chr(held[1])}"
    if form not in _FORMS:
        return Unknown(held[:2]), 2
    count, tail = _FORMS[form]
    parameters = held[2 : 2 + count]
    if len(parameters) < count:
        return None
    rest = held[2 + count :]
    length = _tail_length(tail, parameters, rest)
    if length is None or len(rest) < length:
        return None
    name = f"{form} {chr(parameters[0])}" if form.endswith(" (") else _NAMES.get(form, form)
    whole = 2 + count + length
    return Command(name, held[:whole], parameters, rest[:length]), whole


def _tail_length(tail: _Tail, parameters: bytes, rest: bytes) -> int | None:
    match tail:
        case _Tail.NONE:
            return 0
        case _Tail.TWO_D:
            return parameters[1] + 256 * parameters[2]
        case _Tail.RASTER:
            return (parameters[2] + 256 * parameters[3]) * (parameters[4] + 256 * parameters[5])
        case _Tail.COLUMNS:
            return (parameters[1] + 256 * parameters[2]) * (3 if parameters[0] & 32 else 1)
        case _Tail.CUT:
            return 1 if parameters[0] >= 65 else 0
        case _Tail.BARCODE if parameters[0] >= 65:
            return 1 + rest[0] if rest else None
        case _Tail.BARCODE:
            end = rest.find(b"\0")
            return None if end < 0 else end + 1
