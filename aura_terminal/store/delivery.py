"""What another terminal hands over, checked fact by fact: its shape, its place and its link to the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from functools import lru_cache
from operator import attrgetter

from aura_terminal.domain.telling import told
from aura_terminal.ports.journal import ForeignHistory
from aura_terminal.store import archive, journal
from aura_terminal.store.chain import JournalRow, genesis, hash_of
from aura_terminal.store.journal import Head
from aura_terminal.store.writer import Writer

GREATEST_STAMP = 2**62  # the year 4199: behind it no clock has room to go on
GREATEST_VERSION = 2**32 - 1
GREATEST_SEQ = 2**62
LONGEST_NAMES = 1024  # of all names of a fact together
LARGEST_PAYLOAD = 1024 * 1024
LONGEST_ORIGIN = 64  # as it is told in a refusal
HASH_BYTES = 32

_IN_ORDER = attrgetter("origin", "seq")
_COLUMNS = attrgetter(*(column.name for column in fields(JournalRow)))
_TYPES = (str, int, str, int, str, str, str, int, bytes, str, str, bytes, bytes)


class Delivery:
    """What of a delivery is new, link by link, and where each origin's chain ends with it."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.taken: list[JournalRow] = []
        self._last: dict[str, JournalRow] = {}
        self.wanted: dict[str, int] = {}
        self.known = 0

    @property
    def moved(self) -> dict[str, Head]:
        """Where the chain of each origin ends that went on."""
        return {origin: Head(row.seq, row.hash, row.stamp) for origin, row in self._last.items()}

    def take(self, rows: Iterable[JournalRow]) -> None:
        """Sort out what comes next of each origin. Raises ForeignHistory for the first fact that cannot be."""
        well_formed = list(rows)
        for row in well_formed:
            _must_be_well_formed(row)
        for row in sorted(well_formed, key=_IN_ORDER):
            self._take(row)

    def _take(self, row: JournalRow) -> None:
        head = self._last.get(row.origin) or self._known_head(row.origin)
        if row.seq == head.seq + 1:
            self._must_follow(row, head)
            self.taken.append(row)
            self._last[row.origin] = row
        elif row.seq <= head.seq:
            self._must_be_the_same(row, head)
            self.known += 1
        else:
            self.wanted.setdefault(row.origin, head.seq + 1)

    def _known_head(self, origin: str) -> Head:
        return self._writer.cache.heads.get(origin) or Head(0, genesis(self._writer.identity.store_id, origin), 0)

    def _must_be_the_same(self, row: JournalRow, head: Head | JournalRow) -> None:
        known = head.hash if row.seq == head.seq else self._hash_at(row)
        if known is None and row.seq <= archive.base_of(self._writer.connection, row.origin):
            return
        if known != row.hash:
            raise ForeignHistory(row.origin, row.seq, told("it tells another history than the one known here"))

    def _hash_at(self, row: JournalRow) -> bytes | None:
        found = journal.at(self._writer.connection, row.origin, row.seq)
        if found is not None:
            return found[1]
        return next((new.hash for new in self.taken if (new.origin, new.seq) == (row.origin, row.seq)), None)

    def _must_follow(self, row: JournalRow, head: Head | JournalRow) -> None:
        if row.origin == self._writer.identity.origin:
            raise ForeignHistory(row.origin, row.seq, told("another machine goes on under this terminal's name"))
        if row.prev_hash != head.hash:
            raise ForeignHistory(row.origin, row.seq, told("a fact does not follow the one before it"))
        if not head.stamp < row.stamp <= GREATEST_STAMP:
            raise ForeignHistory(
                row.origin, row.seq, told("a fact is stamped before the one it follows, or beyond all time")
            )
        if hash_of(row) != row.hash:
            raise ForeignHistory(row.origin, row.seq, told("a fact was changed after it was made"))


def _must_be_well_formed(row: JournalRow) -> None:
    """Refuse what no terminal writes, before anything is reckoned with it."""
    columns = _COLUMNS(row)
    if tuple(map(type, columns)) != _TYPES:
        raise _malformed(row, told("a fact is not made of texts, numbers and bytes where they belong"))
    origin, seq, fact_id, stamp, aggregate, id_, type_, version, payload, actor, day, prev_hash, hash_ = columns
    if not (0 < seq <= GREATEST_SEQ and 0 < version <= GREATEST_VERSION and stamp > 0):
        raise _malformed(row, told("a fact's numbers are out of their range"))
    text = f"{origin}{fact_id}{aggregate}{id_}{type_}{actor}{day}"
    named = origin and fact_id and aggregate and id_ and type_ and actor and day
    if not named or len(text) > LONGEST_NAMES or len(payload) > LARGEST_PAYLOAD:
        raise _malformed(row, told("a fact is larger than any this program makes, or lacks a name"))
    if len(hash_) != HASH_BYTES or len(prev_hash) != HASH_BYTES or not _is_day(day):
        raise _malformed(row, told("a fact's hash or its business date is none"))
    if not _is_text(text):
        raise _malformed(row, told("a fact is named by what is no text"))


def _is_text(text: str) -> bool:
    """Whether it can be kept as UTF-8, with no end in the middle."""
    if text.isascii():
        return "\0" not in text
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


@lru_cache(maxsize=512)
def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _malformed(row: JournalRow, hint: str) -> ForeignHistory:
    origin, seq = _COLUMNS(row)[:2]
    name = origin[:LONGEST_ORIGIN] if type(origin) is str else "unknown"
    return ForeignHistory(name.encode("ascii", "replace").decode(), seq if type(seq) is int else 0, hint)
