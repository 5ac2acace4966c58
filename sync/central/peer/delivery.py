"""What a terminal hands over, checked fact by fact before any of it is taken: shape, place, link to the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection

from aura_terminal.domain.chain import genesis, link
from aura_terminal.ports.journal import ForeignHistory, JournalRow
from sync.central.store import journal
from sync.central.store.journal import Head, Tenant

GREATEST_STAMP = 2**62
GREATEST_VERSION = 2**31 - 1
GREATEST_SEQ = 2**62
LONGEST_NAMES = 1024  # of all names of a fact together
LARGEST_PAYLOAD = 1024 * 1024
HASH_BYTES = 32


class Delivery:
    """What of a delivery is new, and where each origin's chain ends with it."""

    def __init__(self, connection: Connection, tenant: Tenant, heads: Mapping[str, Head]) -> None:
        self._connection = connection
        self._tenant = tenant
        self._heads = dict(heads)
        self.taken: list[JournalRow] = []
        self.moved: dict[str, Head] = {}
        self.wanted: dict[str, int] = {}
        self.known = 0

    def take(self, rows: Iterable[JournalRow]) -> None:
        """Sort out what comes next of each origin. Raises ForeignHistory for the first fact that cannot be."""
        well_formed = list(rows)
        for row in well_formed:
            _must_be_well_formed(row)
        for row in sorted(well_formed, key=lambda row: (row.origin, row.seq)):
            self._take(row)

    def _take(self, row: JournalRow) -> None:
        head = self._heads.get(row.origin) or Head(0, genesis(self._tenant.store_id, row.origin), 0)
        if row.seq == head.seq + 1:
            self._must_follow(row, head)
            self.taken.append(row)
            self._heads[row.origin] = self.moved[row.origin] = Head(row.seq, row.hash, row.stamp)
        elif row.seq <= head.seq:
            if self._hash_at(row) != row.hash:
                raise ForeignHistory(row.origin, row.seq, "it tells another history than the one known here")
            self.known += 1
        else:
            self.wanted.setdefault(row.origin, head.seq + 1)

    def _hash_at(self, row: JournalRow) -> bytes | None:
        new = next((one.hash for one in self.taken if (one.origin, one.seq) == (row.origin, row.seq)), None)
        return new or journal.hash_at(self._connection, self._tenant.number, row.origin, row.seq)

    def _must_follow(self, row: JournalRow, head: Head) -> None:
        if row.origin == self._tenant.origin:
            raise ForeignHistory(row.origin, row.seq, "somebody goes on under the central's name")
        if row.prev_hash != head.hash:
            raise ForeignHistory(row.origin, row.seq, "a fact does not follow the one before it")
        if not head.stamp < row.stamp <= GREATEST_STAMP:
            raise ForeignHistory(row.origin, row.seq, "a fact is stamped before the one it follows, or beyond all time")
        proof = link(
            row.origin, row.seq, row.fact_id, row.stamp, row.aggregate, row.aggregate_id, row.type, row.version,
            row.payload, row.actor, row.business_date, row.prev_hash,
        )  # fmt: skip
        if proof != row.hash:
            raise ForeignHistory(row.origin, row.seq, "a fact was changed after it was made")


def _must_be_well_formed(row: JournalRow) -> None:
    """Refuse what no terminal writes, and what a database could not keep as it is."""
    names = (row.origin, row.fact_id, row.aggregate, row.aggregate_id, row.type, row.actor, row.business_date)
    if not all(names) or sum(map(len, names)) > LONGEST_NAMES or len(row.payload) > LARGEST_PAYLOAD:
        raise ForeignHistory(row.origin, row.seq, "a fact is larger than any this program makes, or lacks a name")
    if not (0 < row.seq <= GREATEST_SEQ and 0 < row.version <= GREATEST_VERSION and row.stamp > 0):
        raise ForeignHistory(row.origin, row.seq, "a fact's numbers are out of their range")
    if len(row.hash) != HASH_BYTES or len(row.prev_hash) != HASH_BYTES or not _is_day(row.business_date):
        raise ForeignHistory(row.origin, row.seq, "a fact's hash or its business date is none")
    if not _is_text("".join(names)):
        raise ForeignHistory(row.origin, row.seq, "a fact is named by what is no text")


def _is_text(text: str) -> bool:
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
