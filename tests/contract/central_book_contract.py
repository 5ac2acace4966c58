"""What every book for reconciling promises, whatever it is kept in; `bench` gives one, and a way to keep facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from aura_terminal.domain.central import (
    CentralChoice,
    CentralConfirmed,
    CentralDecided,
    CentralRefused,
    RecordId,
    record_id,
)
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.stock import ItemEightySixed, ItemRestored
from aura_terminal.ports.central import CentralBook, Sweep, WireRow, WireState

AURA = "auraconnect"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ORDER = record_id(AURA, "order", "0192")
SOUP, PIE = ItemId("soup"), ItemId("pie")


@dataclass(frozen=True, slots=True)
class BookBench:
    """A book, and how anybody else of the store keeps facts."""

    book: CentralBook
    keep: Callable[[Fact], None]


def confirmed(record: RecordId = ORDER, step: str = "create", digest: str = "d1", central_id: str = "7") -> Fact:
    return CentralConfirmed(record, step, digest, central_id, NOON)


def refused(record: RecordId = ORDER, step: str = "create", digest: str = "d1") -> Fact:
    return CentralRefused(record, step, digest, 422, "refused", "quantity must be positive", NOON, "items[0].quantity")


def wire(key: str, step: str = "create", state: WireState = WireState.PREPARED) -> WireRow:
    return WireRow(key, AURA, ORDER, step, "d1", 2, "POST", "/orders", b'{"items":[]}', state, 1000)


class CentralBookContract:
    """Inherit it and give a fixture `bench` of type BookBench, over an empty store."""

    def test_facts_come_in_the_order_they_arrived_until_they_are_planned(self, bench: BookBench) -> None:
        facts = (ItemEightySixed(SOUP, NOON), ItemEightySixed(PIE, NOON), ItemRestored(SOUP, NOON))
        before = len(bench.book.touched(AURA, 1000))
        for fact in facts:
            bench.keep(fact)
        touched = bench.book.touched(AURA, 1000)
        assert [one.fact for one in touched[before:]] == list(facts)
        bench.book.planned(AURA, touched[: before + 1], ())
        assert [one.fact for one in bench.book.touched(AURA, 1000)] == list(facts[1:])
        bench.book.planned(AURA, touched[before + 1 :], ())
        assert bench.book.touched(AURA, 1000) == ()
        bench.keep(ItemRestored(PIE, NOON))
        assert [one.fact for one in bench.book.touched(AURA, 1000)] == [ItemRestored(PIE, NOON)]

    def test_a_limit_holds_and_nothing_is_skipped_by_it(self, bench: BookBench) -> None:
        bench.book.planned(AURA, bench.book.touched(AURA, 1000), ())
        for id_ in "abc":
            bench.keep(ItemEightySixed(ItemId(id_), NOON))
        seen = []
        while touched := bench.book.touched(AURA, 2):
            assert len(touched) <= 2
            seen += [one.id for one in touched]
            bench.book.planned(AURA, touched, ())
        assert seen == ["a", "b", "c"]

    def test_two_back_offices_are_told_apart(self, bench: BookBench) -> None:
        bench.keep(ItemEightySixed(SOUP, NOON))
        bench.book.planned(AURA, bench.book.touched(AURA, 1000), (ORDER,))
        assert bench.book.touched("other", 1000)
        assert bench.book.waiting("other", 10) == ()
        assert bench.book.waiting(AURA, 10) == (ORDER,)

    def test_what_a_central_said_is_not_to_be_told_to_it(self, bench: BookBench) -> None:
        bench.book.planned(AURA, bench.book.touched(AURA, 1000), ())
        bench.book.keep((confirmed(),))
        assert bench.book.touched(AURA, 1000) == ()

    def test_who_waits_keeps_the_place_until_it_is_settled(self, bench: BookBench) -> None:
        first, second = record_id(AURA, "order", "1"), record_id(AURA, "order", "2")
        bench.book.planned(AURA, (), (first, second))
        bench.book.planned(AURA, (), (second, first))
        assert bench.book.waiting(AURA, 10) == (first, second)
        assert bench.book.waiting(AURA, 1) == (first,)
        bench.book.settled((first,))
        assert bench.book.waiting(AURA, 10) == (second,)

    def test_a_decided_record_waits_again(self, bench: BookBench) -> None:
        bench.book.keep((refused(),))
        bench.book.planned(AURA, bench.book.touched(AURA, 1000), ())
        bench.keep(CentralDecided(ORDER, "create", "d1", CentralChoice.RETRY, NOON))
        bench.book.planned(AURA, bench.book.touched(AURA, 1000), ())
        assert bench.book.waiting(AURA, 10) == (ORDER,)
        assert bench.book.picture.record(ORDER).again == {"create": 1}

    def test_a_request_is_kept_as_it_is_now_until_it_is_settled(self, bench: BookBench) -> None:
        first, second = wire("k1"), wire("k2", "kitchen")
        bench.book.put_wires((first, second))
        sent = replace(first, state=WireState.SENT, sent_ms=1500, attempts=1)
        bench.book.put_wires((sent,))
        assert bench.book.wires(AURA) == (sent, second)
        bench.book.keep((confirmed(),), done=("k1",))
        assert bench.book.wires(AURA) == (second,)
        assert bench.book.picture.record(ORDER).central_id == "7"

    def test_only_a_request_nobody_sent_is_dropped(self, bench: BookBench) -> None:
        bench.book.put_wires((wire("k1"), wire("k2", "kitchen", WireState.SENT), wire("k3", "x", WireState.UNKNOWN)))
        bench.book.drop_wires(("k1", "k2", "k3"))
        assert [row.key for row in bench.book.wires(AURA)] == ["k2", "k3"]

    def test_a_record_is_found_by_either_id(self, bench: BookBench) -> None:
        assert not bench.book.picture.record(ORDER).is_linked
        assert bench.book.picture.local_of(AURA, "order", "7") == ""
        bench.book.keep((confirmed(),))
        assert bench.book.picture.record(ORDER).is_linked
        assert bench.book.picture.local_of(AURA, "order", "7") == "0192"
        assert bench.book.picture.local_of(AURA, "item", "7") == ""

    def test_a_pull_goes_on_where_it_was(self, bench: BookBench) -> None:
        assert bench.book.sweep(AURA, "items") == Sweep(AURA, "items")
        reached = Sweep(AURA, "items", 3, 1000, 900, "2026-11-22T12:00:00Z", ("1", "2"), (("9", 1),))
        bench.book.keep((), sweep=reached)
        assert bench.book.sweep(AURA, "items") == reached
        assert bench.book.sweep(AURA, "tables") == Sweep(AURA, "tables")

    def test_figures_count_what_was_sent_taken_and_refused(self, bench: BookBench) -> None:
        bench.book.planned(AURA, bench.book.touched(AURA, 1000), ())
        sent, pulled = confirmed(), confirmed(record_id(AURA, "item", "soup"), "pulled")
        bench.book.keep((sent,))
        bench.book.keep((pulled,), sweep=Sweep(AURA, "items"))
        bench.book.keep((refused(step="kitchen"),))
        bench.book.planned(AURA, (), (record_id(AURA, "order", "2"),))
        bench.book.put_wires((wire("k2", "kitchen", WireState.UNKNOWN),))
        found = bench.book.counts(AURA)
        assert dict(found) == {"sent": 1, "received": 1, "pending": 1, "failed": 1, "unknown": 1, "parked": 1}
