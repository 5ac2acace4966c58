"""Facts of other terminals: checked against their chain, taken in order, folded where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aura_terminal.domain.facts import Fact
from aura_terminal.ports.journal import ForeignHistory as ForeignHistory
from aura_terminal.ports.journal import Received as Received
from aura_terminal.store import journal
from aura_terminal.store.chain import JournalRow, genesis, hash_of
from aura_terminal.store.codec import UnknownFact
from aura_terminal.store.families import FAMILIES
from aura_terminal.store.folds import KeptFact, Loaded, Mark, settle, write_mark
from aura_terminal.store.journal import Head
from aura_terminal.store.writer import Writer

GREATEST_STAMP = 2**63 - 1
GREATEST_VERSION = 2**32 - 1

Key = tuple[str, str]


def receive(writer: Writer, rows: Iterable[JournalRow]) -> Received:
    """Take exactly what comes next of each origin; what is known is passed over, what leaves a gap is asked for again.

    One transaction, safe to repeat, in any order. Raises ForeignHistory for a fact that was altered, or that differs
    from the one known at its place.
    """
    writer.begin()
    touched: dict[Key, Loaded | None] = {}
    try:
        batch = _Batch(writer)
        for row in sorted(rows, key=lambda row: (row.origin, row.seq)):
            batch.take(row)
        if batch.taken:
            _fold(writer, batch, touched)
        writer.commit(lambda connection: all(journal.at(connection, row.origin, row.seq) for row in batch.taken[-1:]))
    except BaseException as error:
        writer.abandon(touched, error)
        raise
    writer.cache.heads.update(batch.moved)
    writer.cache.advance(len(batch.taken))
    for loaded in touched.values():
        if loaded is not None:
            writer.cache.put(loaded)
    return Received(len(batch.taken), batch.known, tuple(batch.wanted.items()))


class _Batch:
    """What of a delivery is new, checked link by link."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.taken: list[JournalRow] = []
        self.moved: dict[str, Head] = {}
        self.wanted: dict[str, int] = {}
        self.known = 0

    def take(self, row: JournalRow) -> None:
        head = self._head(row.origin)
        if row.seq <= head.seq:
            self._must_be_the_same(row, head)
            self.known += 1
        elif row.seq > head.seq + 1:
            self.wanted.setdefault(row.origin, head.seq + 1)
        else:
            self._must_follow(row, head)
            self.taken.append(row)
            self.moved[row.origin] = Head(row.seq, row.hash, row.stamp)

    def _head(self, origin: str) -> Head:
        found = self.moved.get(origin) or self._writer.cache.heads.get(origin)
        return found or Head(0, genesis(self._writer.identity.store_id, origin), 0)

    def _must_be_the_same(self, row: JournalRow, head: Head) -> None:
        known = head.hash if row.seq == head.seq else self._hash_at(row)
        if known != row.hash:
            raise ForeignHistory(row.origin, row.seq, "it tells another history than the one known here")

    def _hash_at(self, row: JournalRow) -> bytes | None:
        found = journal.at(self._writer.connection, row.origin, row.seq)
        if found is not None:
            return found[1]
        return next((new.hash for new in self.taken if (new.origin, new.seq) == (row.origin, row.seq)), None)

    def _must_follow(self, row: JournalRow, head: Head) -> None:
        if row.origin == self._writer.identity.origin:
            raise ForeignHistory(row.origin, row.seq, "another machine goes on under this terminal's name")
        if row.prev_hash != head.hash:
            raise ForeignHistory(row.origin, row.seq, "a fact does not follow the one before it")
        if not head.stamp < row.stamp <= GREATEST_STAMP:
            raise ForeignHistory(row.origin, row.seq, "a fact is stamped before the one it follows")
        if not 0 < row.version <= GREATEST_VERSION or hash_of(row) != row.hash:
            raise ForeignHistory(row.origin, row.seq, "a fact was changed after it was made")


def _fold(writer: Writer, batch: _Batch, touched: dict[Key, Loaded | None]) -> None:
    connection = writer.connection
    facts: dict[Key, list[KeptFact | UnknownFact]] = {}
    for row in batch.taken:
        fact = writer.codec.decode(row.type, row.version, row.payload)
        kept = fact if isinstance(fact, UnknownFact) else KeptFact(row.fact_id, row.stamp, fact)
        facts.setdefault((row.aggregate, row.aggregate_id), []).append(kept)
    for aggregate, id_ in facts:
        family = FAMILIES.get(aggregate)
        touched[aggregate, id_] = writer.cache.load(connection, family, id_) if family else None
    journal.append(connection, batch.taken)
    for origin, head in batch.moved.items():
        journal.move_head(connection, origin, head)
    for key, news in facts.items():
        touched[key] = _folded_one(writer, key, touched[key], news)
        writer.shelf.forget(*key)


def _folded_one(
    writer: Writer, key: Key, before: Loaded | None, news: Sequence[KeptFact | UnknownFact]
) -> Loaded | None:
    connection = writer.connection
    if before is None:
        write_mark(connection, *key, Mark.NONE, Mark.NEWER)
        return None
    family = before.family
    if family.entry_table is not None:
        for kept in news:
            row = family.entry(kept) if isinstance(kept, KeptFact) else None
            if row is not None:
                connection.execute(family.entry_table.upsert, row)
    after = _gone_on(before, news) or writer.cache.refold(connection, family, before.id)
    settle(connection, before, after)
    return after


def _gone_on(before: Loaded, news: Sequence[KeptFact | UnknownFact]) -> Loaded | None:
    """The aggregate carried on from where it was, for the families that can; None when it has to be folded anew."""
    family = before.family
    known: list[tuple[int, Fact]] = [(kept.stamp, kept.fact) for kept in news if isinstance(kept, KeptFact)]
    if family.snapshot is None or before.mark is not Mark.NONE or len(known) < len(news):
        return None
    known.sort(key=lambda pair: pair[0])
    if known[0][0] <= before.stamp and not family.late_is_harmless:
        return None
    for _, fact in known:
        before.state.apply(fact)
    stamp = max(before.stamp, known[-1][0])
    return Loaded(family, before.id, before.state, family.rows(before.state, stamp), stamp, before.mark)
