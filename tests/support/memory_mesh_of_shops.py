"""Terminals of one store in memory, each with a journal of its own, that hear each other only when they are told to."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from aura_terminal.domain.documents import Document
from aura_terminal.domain.facts import aggregate_of
from aura_terminal.domain.ids import Origin
from aura_terminal.ports.journal import PeerState
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.use_cases.shop import open_shop
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_journal import LINKING, Entry, MemoryJournal, put_or_withdraw
from tests.support.memory_reads import MemoryReads
from tests.support.memory_shop import EVERYTHING, MemoryStore, MemoryVault, demo_files, load, memory_store
from tests.support.memory_spool import MemorySpool
from tests.support.memory_work import MemoryBegin

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
"""Stamps are never older than what was heard, so that a shop is founded before anything a test does."""


def founded(documents: Sequence[Document], labels: Iterable[str]) -> MemoryJournal:
    """The journal every terminal begins with: the shop, and who belongs to it."""
    store = memory_store(FixedClock(LONG_AGO))
    load(store.shop, demo_files())
    store.shop.administration.put_documents(EVERYTHING, documents)
    for label in labels:
        store.shop.terminals.pair(f"id-{label}", label, label, "R1")
    return store.journal


def at(journal: MemoryJournal, label: str, now: datetime, seed: int) -> MemoryStore:
    """A terminal that holds a copy of a journal, under an origin of its own."""
    own = copy.copy(journal)
    own.entries, own.jobs, own.commits = list(journal.entries), [], []
    own.clock, own.last, own.peers = copy.copy(journal.clock), dict(journal.last), []
    _fold(own)
    clock = FixedClock(now)
    ids = SeededIds(clock, seed)
    origin = Origin(f"00000000-0000-7000-8000-{label.encode().hex().rjust(12, '0')}")
    terminal = TerminalIdentity(label, origin, "demo")
    begin, spool = MemoryBegin(own, terminal, clock), MemorySpool(own.jobs, own)
    shop = open_shop(begin, MemoryReads(own, terminal), MemoryVault(), clock, ids, terminal, spool, spool)
    return MemoryStore(shop, own, begin, clock, ids)


def meet(stores: Sequence[MemoryStore]) -> None:
    """Everybody tells everybody all they know, and notes when they were heard and how far their clocks are apart."""
    whole = {(entry.origin, entry.seq): entry for store in stores for entry in store.journal.entries}
    in_order = sorted(whole.values(), key=lambda entry: (entry.stamp, entry.origin, entry.seq))
    for store in stores:
        _hear(store.journal, in_order)
    for store in stores:
        here, now = store.shop.terminal.label, store.clock.now()
        heard = round(now.timestamp() * 1000)
        known = tuple((str(origin), seq) for origin, seq in sorted(store.journal.last.items()))
        others = {other.shop.terminal.label: other for other in stores if other.shop.terminal.label != here}
        kept = [peer for peer in store.journal.peers if peer.label not in others]
        store.journal.peers[:] = kept + [
            PeerState(
                f"id-{label}", label, str(other.shop.terminal.origin), "1", "", heard,
                round((other.clock.now() - now) / timedelta(milliseconds=1)), known,
            )
            for label, other in others.items()
        ]  # fmt: skip


def _hear(journal: MemoryJournal, entries: Sequence[Entry]) -> None:
    journal.entries = list(entries)
    for entry in entries:
        journal.clock.witness(entry.stamp)
        journal.last[entry.origin] = max(entry.seq, journal.last.get(entry.origin, 0))
    _fold(journal)


def _fold(journal: MemoryJournal) -> None:
    journal.by_aggregate, journal.documents, journal.linked = {}, {}, False
    for entry in journal.entries:
        journal.by_aggregate.setdefault(aggregate_of(entry.fact), []).append(entry)
        put_or_withdraw(journal.documents, entry.fact)
        journal.linked = journal.linked or isinstance(entry.fact, LINKING)
