"""The store's own papers, money, day and stations are changed whole or refused in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.documents import DocumentKind, DocumentWithdrawn
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, ItemId, StationId, TenderId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.paper import Picture, Text
from aura_terminal.domain.reroutes import Reroute
from aura_terminal.domain.shop import Delivery, Station, StationRole, StoreProfile, Threshold
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.store_editing import StoreEditing, receipt_preview
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_files, demo_store, memory_store, signed_in

SUSHI = Station(StationId("sushi"), "Sushi", "fish", "kitchen", 8, delivery=Delivery.SCREEN)


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def editing(store: MemoryStore) -> StoreEditing:
    return store.shop.store_editing


def profile(store: MemoryStore) -> StoreProfile:
    return editing(store).desk().profile


def refused(store: MemoryStore, wanted: StoreProfile) -> RuleBroken:
    before = len(store.journal.entries)
    with pytest.raises(RuleBroken) as broken:
        editing(store).change_profile(EVERYTHING, wanted)
    assert len(store.journal.entries) == before
    return broken.value


def test_the_papers_of_a_store_are_tidied_and_stand_on_the_next_receipt(store: MemoryStore) -> None:
    wanted = replace(profile(store), name="  Da Aurora ", receipt_header=("Since 1987", " "), address=("", "Weg 1"))
    editing(store).change_profile(signed_in(store.shop, "carla-lombardi"), wanted)
    now = profile(store)
    assert (now.name, now.receipt_header, now.address) == ("Da Aurora", ("Since 1987",), ("Weg 1",))
    lines = [block.runs[0].text for block in receipt_preview(now).blocks if isinstance(block, Text)]
    assert lines.index("Weg 1") < lines.index("Since 1987") < lines.index("Grazie e a presto!")
    assert any(isinstance(block, Picture) for block in receipt_preview(now).blocks)


def test_only_who_may_change_settings_does_and_a_store_has_a_name_and_a_zone(store: MemoryStore) -> None:
    with pytest.raises(RuleBroken) as not_allowed:
        editing(store).change_profile(signed_in(store.shop, "nina-vogel"), profile(store))
    assert not_allowed.value.rule is Rule.NOT_ALLOWED
    assert refused(store, replace(profile(store), name=" ")).rule is Rule.NAME_NEEDED
    nowhere = BusinessCalendar("Europe/Atlantis")
    assert refused(store, replace(profile(store), calendar=nowhere)).rule is Rule.ZONE_UNKNOWN


def test_a_currency_stays_once_something_was_priced_or_sold(store: MemoryStore) -> None:
    dollars = replace(profile(store), currency="USD")
    assert refused(store, dollars).rule is Rule.CURRENCY_PRICED
    assert refused(store, replace(dollars, currency="XXX")).rule is Rule.CURRENCY_UNKNOWN
    store.shop.ordering.add_item(EVERYTHING, NewOrder(OrderType.TAKEOUT), Asked(ItemId("margherita")))
    assert refused(store, dollars).rule is Rule.CURRENCY_IN_USE


def test_a_store_without_a_menu_may_still_choose_its_currency() -> None:
    empty = memory_store()
    bare = [each for each in demo_files().documents if not isinstance(each, Item | ModifierGroup | Category)]
    empty.shop.administration.put_documents(EVERYTHING, bare)
    editing(empty).change_profile(EVERYTHING, replace(profile(empty), currency="CHF"))
    assert profile(empty).currency == "CHF"


@pytest.mark.parametrize(
    ("clock", "cutoff", "until"),
    [("19:30", "06:00", None), ("05:00", "06:00", "16.05. 06:00"), ("03:00", "02:00", "16.05. 04:00")],
)
def test_another_end_of_day_holds_from_the_running_day_on_and_never_cuts_it(
    store: MemoryStore, clock: str, cutoff: str, until: str | None
) -> None:
    now = profile(store)
    evening = store.clock.now()
    if clock != "19:30":
        local = now.calendar.local(evening + timedelta(days=1))
        hour, minute = map(int, clock.split(":"))
        store.clock.set(local.replace(hour=hour, minute=minute).astimezone(evening.tzinfo))
    wanted = replace(now, calendar=BusinessCalendar(now.calendar.zone, time.fromisoformat(cutoff)))
    if until is None:
        assert editing(store).change_profile(EVERYTHING, wanted).runs_until == date(2026, 5, 15)
        assert profile(store).calendar.cutoff == time(6, 0)
    else:
        assert refused(store, wanted).details["until"] == until


def test_the_smallest_coin_is_for_orders_opened_later(store: MemoryStore) -> None:
    def opened() -> int:
        store.clock.advance(minutes=1)
        store.shop.ordering.add_item(EVERYTHING, NewOrder(OrderType.TAKEOUT), Asked(ItemId("margherita")))
        newest = store.shop.reads.orders.open_orders()[-1]
        with store.begin(EVERYTHING.id) as work:
            terms = work.order(newest.order_id).terms
        assert terms is not None
        return terms.cash_step

    before = opened()
    editing(store).set_smallest_coin(EVERYTHING, 5)
    assert (before, opened(), editing(store).desk().cash_step) == (1, 5, 5)
    with pytest.raises(RuleBroken):
        editing(store).set_smallest_coin(EVERYTHING, 0)


def test_ways_to_pay_are_switched_off_and_cash_is_not(store: MemoryStore) -> None:
    voucher = Tender(TenderId("voucher"), " Voucher ", TenderKind.OTHER, position=3)
    editing(store).put_tender(EVERYTHING, voucher)
    assert editing(store).desk().tenders[-1].name == "Voucher"
    with pytest.raises(RuleBroken) as broken:
        editing(store).put_tender(EVERYTHING, Tender(TenderId("cash"), "Cash", TenderKind.CASH, active=False))
    assert broken.value.rule is Rule.TENDER_IN_USE


def test_a_station_is_kept_whole_and_what_is_no_station_is_refused(store: MemoryStore) -> None:
    editing(store).put_station(EVERYTHING, SUSHI)
    assert SUSHI in editing(store).desk().stations
    wrong = {
        Rule.NAME_NEEDED: replace(SUSHI, name=" "),
        Rule.STATION_ITSELF: replace(SUSHI, fallback_station=SUSHI.id),
        Rule.MINUTES_OUT_OF_RANGE: replace(SUSHI, thresholds=(Threshold(OrderType.TAKEOUT, 9, 8),)),
    }
    for rule, station in wrong.items():
        with pytest.raises(RuleBroken) as broken:
            editing(store).put_station(EVERYTHING, station)
        assert broken.value.rule is rule
    with pytest.raises(NotFound):
        editing(store).put_station(EVERYTHING, replace(SUSHI, watches=(StationId("grill-2"),)))


def test_a_station_that_still_makes_something_is_not_taken_away(store: MemoryStore) -> None:
    with pytest.raises(RuleBroken) as broken:
        editing(store).withdraw_station(EVERYTHING, StationId("pizza"))
    assert (broken.value.rule, broken.value.details["station"]) == (Rule.STATION_IN_USE, "Pizza oven")
    editing(store).put_station(EVERYTHING, SUSHI)
    fact = editing(store).withdraw_station(EVERYTHING, SUSHI.id)
    assert fact == DocumentWithdrawn(DocumentKind.STATION, "sushi")


def test_the_overview_says_what_goes_where_and_what_goes_nowhere(store: MemoryStore) -> None:
    editing(store).put_station(EVERYTHING, SUSHI)
    pizza = next(each for each in editing(store).desk().stations if each.id == "pizza")
    rerouting = replace(pizza, reroutes=(Reroute(OrderType.DELIVERY, SUSHI.id),))
    editing(store).put_station(EVERYTHING, rerouting)
    lost = Category(CategoryId("lost"), "Lost", "fish", 0, StationId("gone"), 0, "food", 99)
    store.shop.administration.put_documents(EVERYTHING, [lost])
    rows = {(row.category, row.item): row for row in editing(store).routing()}
    assert dict(rows["Pizza", ""].stations) == {
        OrderType.DINE_IN: "Pizza oven", OrderType.TAKEOUT: "Pizza oven", OrderType.DELIVERY: "Sushi",
    }  # fmt: skip
    assert rows["Lost", ""].goes_nowhere
    assert not rows["Pizza", ""].goes_nowhere
    editing(store).put_station(EVERYTHING, replace(SUSHI, role=StationRole.EXPO))
    assert {row.category for row in editing(store).routing() if row.goes_nowhere} >= {"Lost", "Pizza"}
