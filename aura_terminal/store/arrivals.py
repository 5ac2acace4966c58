"""Facts that arrived together: journalled, then each aggregate they speak of folded once and all written together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

import msgspec
from sqlalchemy.exc import IntegrityError

from aura_terminal.domain.facts import Fact
from aura_terminal.ports.journal import ForeignHistory
from aura_terminal.store import journal
from aura_terminal.store.chain import JournalRow
from aura_terminal.store.codec import UnknownFact
from aura_terminal.store.families import FAMILIES
from aura_terminal.store.folds import (
    REFUSED_BY_TABLES,
    Changes,
    Family,
    FoldTable,
    KeptFact,
    Loaded,
    Mark,
    Told,
    folded,
    settle,
    write_mark,
)
from aura_terminal.store.statements import Row, literal
from aura_terminal.store.writer import Writer

_KNOWN = literal("""SELECT value FROM json_each(:ids)
WHERE EXISTS (SELECT 1 FROM journal WHERE aggregate = :aggregate AND aggregate_id = value)""")
_TWIN = literal("SELECT origin FROM journal WHERE fact_id = :fact_id")

_in_order = itemgetter(0, 1)

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Before:
    """An aggregate as it was, and its history; None for one that goes on from its own row."""

    loaded: Loaded
    history: tuple[Told, ...] | None


class Arrivals:
    """The folding side of one delivery, within the writer's transaction."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._connection = writer.connection
        self.touched: dict[Key, Loaded | None] = {}

    def fold(self, rows: Sequence[JournalRow]) -> None:
        """Append checked facts to the journal and bring every fold they touch up to date."""
        news = self._news(rows)
        known = self._known(news)
        before = {key: self._before(key) for key in known}
        self.touched.update(dict.fromkeys(news))
        self._append(rows)
        entries: list[tuple[FoldTable, Row]] = []
        pairs: list[tuple[Loaded, Loaded]] = []
        for key, told in news.items():
            family = FAMILIES.get(key[0])
            if family is None:
                write_mark(self._connection, *key, Mark.NONE, Mark.NEWER)
                continue
            entries += _entries(family, told)
            was = before.get(key) or _Before(Loaded(family, key[1], None, family.nothing), ())
            pairs.append((was.loaded, self._after(was, told)))
        self._write(entries, pairs)
        self.touched.update(((after.family.aggregate.value, after.id), after) for _, after in pairs)

    def remember(self) -> None:
        """Keep in memory what was committed, as far as anybody will come back to it."""
        for key, loaded in self.touched.items():
            self._writer.cache.took(key, loaded)

    def _news(self, rows: Sequence[JournalRow]) -> dict[Key, list[Told]]:
        decode, news = self._writer.codec.told, dict[Key, list[Told]]()
        for row in rows:
            fact = decode(row.aggregate, row.aggregate_id, row.type, row.version, row.payload)
            news.setdefault((row.aggregate, row.aggregate_id), []).append((row.stamp, row.fact_id, fact))
        return news

    def _known(self, news: dict[Key, list[Told]]) -> set[Key]:
        """Which of them the journal speaks of already."""
        asked: dict[str, list[str]] = {}
        for aggregate, id_ in news:
            asked.setdefault(aggregate, []).append(id_)
        return {
            (aggregate, row[0])
            for aggregate, ids in asked.items()
            for row in self._connection.rows(_KNOWN, (msgspec.json.encode(ids).decode(), aggregate))
        }

    def _before(self, key: Key) -> _Before | None:
        family = FAMILIES.get(key[0])
        if family is None:
            return None
        cache = self._writer.cache
        if family.snapshot is not None:
            return _Before(cache.look(self._connection, family, key[1]), None)
        history = tuple(journal.history(self._connection, self._writer.codec, *key))
        return _Before(cache.look(self._connection, family, key[1], history), history)

    def _after(self, before: _Before, told: Sequence[Told]) -> Loaded:
        was = before.loaded
        if before.history is None:
            return _gone_on(was, told) or self._writer.cache.refold(self._connection, was.family, was.id)
        return folded(was.family, was.id, sorted([*before.history, *told], key=_in_order))

    def _append(self, rows: Sequence[JournalRow]) -> None:
        try:
            with self._connection.savepoint():
                journal.append(self._connection, rows)
        except IntegrityError as error:
            raise self._why_refused(rows) from error

    def _why_refused(self, rows: Sequence[JournalRow]) -> ForeignHistory:
        seen: set[str] = set()
        for row in rows:
            if row.fact_id in seen or self._connection.one(_TWIN, (row.fact_id,)):
                return ForeignHistory(row.origin, row.seq, f"its id {row.fact_id} is that of another fact known here")
            seen.add(row.fact_id)
        return ForeignHistory(rows[0].origin, rows[0].seq, "a fact is not one this journal can hold")

    def _write(self, entries: Sequence[tuple[FoldTable, Row]], pairs: Sequence[tuple[Loaded, Loaded]]) -> None:
        """All rows of a table in one go; aggregate by aggregate only where a table refuses one of them."""
        by_table: dict[FoldTable, list[Row]] = {}
        for table, row in entries:
            by_table.setdefault(table, []).append(row)
        for table, rows in by_table.items():
            self._connection.execute_many(table.upsert, rows)
        changes = Changes()
        for was, after in pairs:
            changes.note(after.family, was.rows, after.rows)
        try:
            with self._connection.savepoint():
                changes.write(self._connection)
        except REFUSED_BY_TABLES:
            for was, after in pairs:
                settle(self._connection, was, after)
            return
        for was, after in pairs:
            write_mark(self._connection, after.family.aggregate.value, after.id, was.written_mark, after.mark)
            after.written_mark = after.mark


def _entries(family: Family, told: Sequence[Told]) -> list[tuple[FoldTable, Row]]:
    if family.entry_table is None:
        return []
    rows = (family.entry(KeptFact(id_, stamp, fact)) for stamp, id_, fact in told if not isinstance(fact, UnknownFact))
    return [(family.entry_table, row) for row in rows if row is not None]


def _gone_on(before: Loaded, news: Sequence[Told]) -> Loaded | None:
    """The aggregate carried on from where it was, for the families that can; None when it has to be folded anew."""
    family = before.family
    known: list[tuple[int, Fact]] = [(stamp, fact) for stamp, _, fact in news if not isinstance(fact, UnknownFact)]
    if family.snapshot is None or before.mark is not Mark.NONE or len(known) < len(news):
        return None
    known.sort(key=lambda pair: pair[0])
    if known[0][0] <= before.stamp and not family.late_is_harmless:
        return None
    for _, fact in known:
        before.state.apply(fact)
    stamp = max(before.stamp, known[-1][0])
    return Loaded(family, before.id, before.state, family.rows(before.state, stamp), stamp, before.mark)
