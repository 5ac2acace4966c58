"""A sealed paper as the texts of QR symbols, and back: any order of scanning, each symbol checked by itself.

A scanner that types goes through a keyboard layout, and what takes its code may trim it. So there are only digits and
capital letters, no signs and no spaces, and neither Y nor Z, which German keyboards have the other way round: 5 bits
each of the 5.5 that a symbol's alphanumeric mode spends. One symbol is `QW1`, its number and the number of all from 1,
the paper (eight letters of its digest), its piece, and a CRC-32 over all of that.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field

from aura_terminal.domain.errors import Rule, RuleBroken

PREFIX = "QW1"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPRSTUVX"
LONGEST = 1450  # letters of a symbol: version 25 at error correction M holds 1451
MOST_SYMBOLS = 16
_NUMBERS, _PAPER, _CHECK = 2, 8, 7
_HEAD = len(PREFIX) + _NUMBERS + _PAPER
_PIECE = LONGEST - _HEAD - _CHECK
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol that was read: which of how many, of which paper, and its piece."""

    number: int
    of: int
    paper: str
    piece: str


@dataclass(slots=True)
class Gathering:
    """The symbols of one paper that were scanned so far, whatever the order; another paper begins anew."""

    pieces: dict[int, str] = field(default_factory=dict)
    paper: str = ""
    of: int = 0

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the symbols that are still to be scanned."""
        return tuple(number for number in range(1, self.of + 1) if number not in self.pieces)

    def take(self, symbol: Symbol) -> bytes | None:
        """One more symbol; the sealed paper when it is whole. Raises RuleBroken(PAPER_UNREADABLE) when it is none."""
        if (symbol.paper, symbol.of) != (self.paper, self.of):
            self.pieces, self.paper, self.of = {}, symbol.paper, symbol.of
        self.pieces[symbol.number] = symbol.piece
        if self.missing:
            return None
        letters = "".join(self.pieces[number] for number in sorted(self.pieces))
        self.pieces, self.paper, self.of = {}, "", 0
        sealed = _bytes_of(letters)
        if _name_of(sealed) != symbol.paper:
            raise RuleBroken(Rule.PAPER_UNREADABLE)
        return sealed


def is_symbol(code: str) -> bool:
    """Whether something scanned or typed begins as a paper's symbol does."""
    return code.strip()[: len(PREFIX)].upper() == PREFIX


def symbols_of(sealed: bytes) -> tuple[str, ...]:
    """The texts to print, pieces as even as can be; none for what is larger than papers are (`MOST_SYMBOLS`)."""
    letters, paper = _letters_of(sealed), _name_of(sealed)
    count = -(-len(letters) // _PIECE)
    if count > MOST_SYMBOLS:
        return ()
    size = -(-len(letters) // count)
    pieces = [letters[start : start + size] for start in range(0, len(letters), size)]
    made = []
    for number, piece in enumerate(pieces, 1):
        said = f"{PREFIX}{ALPHABET[number]}{ALPHABET[len(pieces)]}{paper}{piece}"
        made.append(said + _check(said))
    return tuple(made)


def read_symbol(code: str) -> Symbol:
    """What a symbol says. Raises RuleBroken(PAPER_UNREADABLE) for one that is cut off, altered or none of ours."""
    said = code.strip().upper()
    body, check = said[:-_CHECK], said[-_CHECK:]
    if len(said) <= _HEAD + _CHECK or len(said) > LONGEST or not said.startswith(PREFIX) or _check(body) != check:
        raise RuleBroken(Rule.PAPER_UNREADABLE)
    number, of = (_VALUES.get(letter, 0) for letter in body[len(PREFIX) : len(PREFIX) + _NUMBERS])
    piece = body[_HEAD:]
    if not 1 <= number <= of <= MOST_SYMBOLS or not _VALUES.keys() >= set(piece):
        raise RuleBroken(Rule.PAPER_UNREADABLE)
    return Symbol(number, of, body[_HEAD - _PAPER : _HEAD], piece)


def _letters_of(data: bytes) -> str:
    count = -(-len(data) * 8 // 5)
    value = int.from_bytes(data) << (count * 5 - len(data) * 8)
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(count)))


def _bytes_of(letters: str) -> bytes:
    value = 0
    for letter in letters:
        value = value << 5 | _VALUES[letter]
    size = len(letters) * 5 // 8
    return (value >> (len(letters) * 5 - size * 8)).to_bytes(size)


def _name_of(sealed: bytes) -> str:
    return _letters_of(hashlib.sha256(sealed).digest()[:5])


def _check(said: str) -> str:
    return _letters_of(zlib.crc32(said.encode()).to_bytes(4))
