"""Facts that arrived together: journalled, then each aggregate they speak of folded once and all written together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter

from sqlalchemy.exc import IntegrityError

from aura_terminal.domain import telling
from aura_terminal.domain.facts import BY_TYPE
from aura_terminal.ports.journal import ForeignHistory
from aura_terminal.store import journal, unfolded
from aura_terminal.store.chain import JournalRow
from aura_terminal.store.codec import UnknownFact
from aura_terminal.store.deferring import Delivered, deferrable
from aura_terminal.store.families import FAMILIES
from aura_terminal.store.fold_tables import FoldTable
from aura_terminal.store.folds import (
    NOT_FOLDED,
    Family,
    Loaded,
    Mark,
    Told,
    applied,
    entries_of,
    folded,
    lay_out,
    settle_together,
    write_mark,
)
from aura_terminal.store.groups import Group, Grouping, edges_from, groups_of, json_list
from aura_terminal.store.loading import join_and_lay_out, standing
from aura_terminal.store.statements import Row, literal
from aura_terminal.store.writer import Writer

_KNOWN = literal("""SELECT value FROM json_each(:ids)
WHERE EXISTS (SELECT 1 FROM journal WHERE aggregate = :aggregate AND aggregate_id = value)""")
_TAKEN = literal("""SELECT value FROM json_each(:ids)
WHERE EXISTS (SELECT 1 FROM journal WHERE fact_id = value)""")
_in_order = itemgetter(0, 1)
_DEFERRED = (unfolded.ORDER, unfolded.TICKET)
_ENTERED = frozenset(BY_TYPE[type_].name for name in _DEFERRED for type_ in FAMILIES[name].entered)

Key = tuple[str, str]
News = dict[str, list[Told]]
"""Facts by the id of their aggregate, all of one family."""


class Arrivals:
    """The folding side of one delivery, within the writer's transaction."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._connection = writer.connection
        self._known: dict[str, set[str]] = {}
        self._befores: dict[Key, Loaded] = {}
        self._entries: dict[FoldTable, list[Row]] = {}
        self._pairs: list[tuple[Loaded, Loaded]] = []
        self._joined: set[Key] = set()
        self._histories: dict[Key, list[Told]] = {}
        self.touched: set[Key] = set()

    def fold(self, rows: Sequence[JournalRow]) -> None:
        """Append checked facts to the journal and bring every fold they touch up to date."""
        by_aggregate = _by_aggregate(rows)
        self._look_at_what_is_there(by_aggregate)
        self._append(rows)
        self._fold({aggregate: self._news(delivered) for aggregate, delivered in by_aggregate.items()})

    def take_in(self, rows: Sequence[JournalRow]) -> None:
        """Append checked facts to the journal and fold only what cannot wait; what can is noted as `unfolded`."""
        by_aggregate = _by_aggregate(rows)
        self._look_at_what_is_there(by_aggregate)
        waiting = deferrable(self._connection, by_aggregate, self._known)
        self._append(rows)
        for aggregate, id_, _, _ in waiting:
            delivered = by_aggregate[aggregate].pop(id_)
            self._enter(FAMILIES[aggregate], delivered)
            self.touched.add((aggregate, id_))
        unfolded.note(self._connection, waiting)
        self._fold({aggregate: self._news(delivered) for aggregate, delivered in by_aggregate.items()})

    def fold_waiting(self, keys: Iterable[Key]) -> None:
        """Bring the tables up to date with aggregates that are in the journal only."""
        by_aggregate: dict[str, News] = {}
        for aggregate, id_ in keys:
            by_aggregate.setdefault(aggregate, {})[id_] = []
        for aggregate, news in by_aggregate.items():
            self._known[aggregate] = set(news)
            for id_, told in journal.histories(self._connection, self._writer.codec, aggregate, news):
                self._histories[aggregate, id_] = told
            self.touched.update((aggregate, id_) for id_ in news)
            self._fold_family(FAMILIES[aggregate], news)
        self._write()

    def _fold(self, by_aggregate: Mapping[str, News]) -> None:
        for aggregate, news in by_aggregate.items():
            if not news:
                continue
            self.touched.update((aggregate, id_) for id_ in news)
            family = FAMILIES.get(aggregate)
            if family is None:
                for id_ in news:
                    write_mark(self._connection, aggregate, id_, Mark.NONE, Mark.NEWER)
            else:
                self._note_entries(family, news)
                self._fold_family(family, news)
        self._write()

    def remember(self) -> None:
        """Keep in memory what was committed, as far as somebody works on it here and it hangs together with nobody."""
        cache = self._writer.cache
        folded_here = {(after.family.aggregate.value, after.id): after for _, after in self._pairs}
        for key in self.touched:
            after = folded_here.get(key)
            if after is None or key in self._joined:
                cache.forget(*key)
            else:
                cache.took(after)

    def _news(self, delivered: Delivered) -> News:
        return {id_: list(map(self._read, rows)) for id_, rows in delivered.items()}

    def _read(self, row: JournalRow) -> Told:
        fact = self._writer.codec.told(row.aggregate, row.aggregate_id, row.type, row.version, row.payload)
        return row.stamp, row.fact_id, fact

    def _look_at_what_is_there(self, by_aggregate: Mapping[str, Delivered]) -> None:
        """Which aggregates the journal speaks of already, and how those are that go on from where they were."""
        for aggregate, delivered in by_aggregate.items():
            asked = (json_list(delivered), aggregate)
            self._known[aggregate] = {row[0] for row in self._connection.rows(_KNOWN, asked)}
            family = FAMILIES.get(aggregate)
            if family is not None and not family.is_keyed_by_id:
                for id_ in self._known[aggregate]:
                    self._befores[aggregate, id_] = self._writer.cache.look(self._connection, family, id_)

    def _append(self, rows: Sequence[JournalRow]) -> None:
        self._must_be_named_once(rows)
        try:
            journal.append(self._connection, rows)
        except IntegrityError as error:
            first = rows[0]
            raise ForeignHistory(
                first.origin, first.seq, telling.told("facts are not such as this journal can hold")
            ) from error

    def _must_be_named_once(self, rows: Sequence[JournalRow]) -> None:
        """Facts are put in order by stamp and id: two of one id would be folded differently here and there."""
        taken = {row[0] for row in self._connection.rows(_TAKEN, (json_list(row.fact_id for row in rows),))}
        for row in rows:
            if row.fact_id in taken:
                raise ForeignHistory(
                    row.origin, row.seq, telling.told("its id {fact_id} is that of another fact", fact_id=row.fact_id)
                )
            taken.add(row.fact_id)

    def _enter(self, family: Family, rows: Sequence[JournalRow]) -> None:
        """The rows that single facts have, of an aggregate that waits."""
        entered = [row for row in rows if row.type in _ENTERED]
        self._note_entries(family, {row.aggregate_id: [self._read(row)] for row in entered})

    def _note_entries(self, family: Family, news: News) -> None:
        if family.entry_table is None:
            return
        rows = entries_of(family, chain.from_iterable(news.values()))
        self._entries.setdefault(family.entry_table, []).extend(rows)

    def _fold_family(self, family: Family, news: News) -> None:
        if family.grouping is not None:
            self._fold_groups(family, family.grouping, news)
        elif family.is_keyed_by_id:
            befores = self._standing(family, self._known[family.aggregate.value])
            for id_, told in news.items():
                after = folded(family, id_, self._history(family, id_, told))
                self._pairs.append((befores.get(id_) or _none_yet(family, id_), after))
        else:
            for id_, told in news.items():
                before = self._befores.get((family.aggregate.value, id_)) or _none_yet(family, id_)
                after = _gone_on(before, told) or self._writer.cache.refold(self._connection, family, id_)
                self._pairs.append((before, after))

    def _fold_groups(self, family: Family, grouping: Grouping, news: News) -> None:
        """Fold what arrived, and write everybody anew who hung together with it before or does now."""
        changed = {id_: applied(family, id_, self._history(family, id_, told)) for id_, told in news.items()}
        now = {(id_, other) for id_, loaded in changed.items() for other in grouping.links(loaded.state)}
        edges = edges_from(self._connection, grouping, {*news, *(other for _, other in now)})
        linked = {id_ for edge in edges | now for id_ in edge}
        befores = self._standing(family, self._known[family.aggregate.value] | linked)
        for id_, loaded in changed.items():
            if id_ not in linked:
                lay_out(loaded)
                self._pairs.append((befores.get(id_) or _none_yet(family, id_), loaded))
        after = {edge for edge in edges if edge[0] not in changed} | now
        for group in groups_of(linked, after):
            self._fold_group(family, group, changed, befores)

    def _fold_group(self, family: Family, group: Group, changed: dict[str, Loaded], befores: dict[str, Loaded]) -> None:
        aggregate = family.aggregate.value
        members = {id_: changed.get(id_) or applied(family, id_, self._told(aggregate, id_)) for id_ in sorted(group)}
        join_and_lay_out(family, members)
        self._pairs += [(befores.get(id_) or _none_yet(family, id_), loaded) for id_, loaded in members.items()]
        self.touched.update((aggregate, id_) for id_ in group)
        self._joined.update((aggregate, id_) for id_ in group)

    def _standing(self, family: Family, ids: Iterable[str]) -> dict[str, Loaded]:
        wanted = tuple(ids)
        return standing(self._connection, family, wanted) if wanted else {}

    def _history(self, family: Family, id_: str, told: Sequence[Told]) -> Iterable[Told]:
        """All that is known of an aggregate by now; what is new to the journal is wholly in the delivery."""
        aggregate = family.aggregate.value
        return self._told(aggregate, id_) if id_ in self._known[aggregate] else sorted(told, key=_in_order)

    def _told(self, aggregate: str, id_: str) -> Iterable[Told]:
        prefetched = self._histories.get((aggregate, id_))
        if prefetched is not None:
            return prefetched
        return journal.history(self._connection, self._writer.codec, aggregate, id_)

    def _write(self) -> None:
        """All rows of a table in one go."""
        for table, rows in self._entries.items():
            if rows:
                self._connection.execute_many(table.upsert, rows)
        settle_together(self._connection, self._pairs)
        if unfolded.are_there(self._connection):
            done = ((after.family.aggregate.value, after.id) for _, after in self._pairs)
            unfolded.drop(self._connection, (key for key in done if key[0] in _DEFERRED))


def _by_aggregate(rows: Iterable[JournalRow]) -> dict[str, dict[str, list[JournalRow]]]:
    found: dict[str, dict[str, list[JournalRow]]] = {}
    for row in rows:
        found.setdefault(row.aggregate, {}).setdefault(row.aggregate_id, []).append(row)
    return found


def _none_yet(family: Family, id_: str) -> Loaded:
    """An aggregate nobody has spoken of."""
    return Loaded(family, id_, None, family.nothing)


def _gone_on(before: Loaded, news: Sequence[Told]) -> Loaded | None:
    """The aggregate carried on from where it was, for the families that can; None when it has to be folded anew."""
    family = before.family
    known = [(stamp, fact) for stamp, _, fact in sorted(news, key=_in_order) if not isinstance(fact, UnknownFact)]
    if family.snapshot is None or before.state is None or before.mark is not Mark.NONE or len(known) < len(news):
        return None
    if known[0][0] <= before.stamp and not family.late_is_harmless:
        return None
    stamp = max(before.stamp, known[-1][0])
    try:
        for _, fact in known:
            before.state.apply(fact)
        rows = family.rows(before.state, stamp)
    except NOT_FOLDED:
        return None
    return Loaded(family, before.id, before.state, rows, stamp, before.mark)
