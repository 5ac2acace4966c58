"""Behind the three dots: where every ticket is, standing in for a dead screen, and how long things take."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import StationId
from aura_terminal.domain.shop import Delivery
from aura_terminal.ports.journal import PeerState
from aura_terminal.ui.theme.theme import Theme
from tests.support.kitchen_cook import Cook, cook_over
from tests.support.kitchen_evening import COOK, Dish, at_table, fire, play
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, MemoryStore, demo_store


def rows(cook: Cook) -> list[tuple[str, str]]:
    return [(row.words, row.detail) for row in cook.choices().rows()]


def test_the_ledger_names_every_ticket_with_its_times(cook: Cook) -> None:
    cook.qtbot.waitUntil(lambda: cook.screen.isVisible())
    cook.model.tick()
    cook.settle()
    cook.tap_header("T 4")
    cook.settle()
    cook.press("More")
    cook.choose("Delivery ledger")
    found = dict(rows(cook))
    assert len(found) == 12
    assert found["R1-001  Pizza oven"] == (
        "sent 19:32:55 R1  ·  received 19:46:00 R1  ·  seen 19:46:00  ·  bumped 19:46:00"
    )


def test_a_ticket_nobody_received_says_so(cook: Cook) -> None:
    oven = next(each for each in cook.store.shop.reads.kitchen.stations() if each.id == "bar")
    cook.store.shop.administration.put_documents(EVERYTHING, (replace(oven, delivery=Delivery.SCREEN),))
    fire(cook.store, at_table(7), Dish("espresso", variant="single"))
    cook.store.clock.advance(seconds=6)
    cook.press("More")
    cook.choose("Delivery ledger")
    assert rows(cook)[0] == ("R1-013  Bar", "sent 19:46:00 R1  ·  NOT RECEIVED")


def dead_bar(qtbot: QtBot, theme: Theme) -> Cook:
    """The bar's screen, K2, received an espresso and has not been heard since."""
    store = demo_store()
    play(store)
    fire(store, at_table(7), Dish("espresso", variant="single"))
    bar = MemoryStore.opened_by(store, "K2")
    bar.shop.delivery.receive([row.ticket_id for row in store.shop.reads.kitchen.live(StationId("bar"))])
    heard = int(store.clock.now().timestamp() * 1000)
    store.journal.peers.append(PeerState("k2", "K2", "o", "1", "", heard, 0, ()))
    store.clock.advance(seconds=40)
    return cook_over(store, InlineStoreThread(store.shop), theme, qtbot)


def test_a_dead_screen_is_named_and_its_station_taken_over_in_three_taps(qtbot: QtBot, theme: Theme) -> None:
    cook = dead_bar(qtbot, theme)
    told: list[str] = []
    cook.model.station_chosen.connect(told.append)
    cook.press("More")
    cook.choose("Delivery ledger")
    assert rows(cook)[0] == ("Take over Bar", "K2 silent since 19:46, 1 waiting")
    cook.choose("Take over Bar")
    assert "T 7" in cook.titles()
    assert cook.row("T 7").detail.endswith("Bar")
    assert told == ["pizza,bar"]
    cook.tap_header("T 7")
    cook.settle()
    assert cook.store.shop.reads.kitchen.live(StationId("bar")) == ()
    cook.screen.hide()


def test_what_was_taken_over_is_remembered_and_given_back(qtbot: QtBot, theme: Theme) -> None:
    store = demo_store()
    play(store)
    fire(store, at_table(7), Dish("espresso", variant="single"))
    cook = cook_over(store, InlineStoreThread(store.shop), theme, qtbot, "pizza,bar")
    assert "T 7" in cook.titles()
    cook.press("More")
    cook.choose("Give back Bar")
    assert "T 7" not in cook.titles()
    assert cook.model.taken_over == ()
    cook.screen.hide()


def test_a_screen_that_is_heard_or_has_nothing_waiting_is_not_offered(qtbot: QtBot, theme: Theme) -> None:
    cook = dead_bar(qtbot, theme)
    assert isinstance(cook.store, MemoryStore)
    for ticket in cook.store.shop.reads.kitchen.live(StationId("bar")):
        cook.store.shop.kitchen.bump(COOK, ticket.ticket_id)
    cook.press("More")
    cook.choose("Delivery ledger")
    assert not [words for words, _ in rows(cook) if words.startswith("Take over")]
    cook.screen.hide()


def test_how_long_things_took_is_told_by_station_and_by_dish(cook: Cook) -> None:
    for title in ("T 4", "Weber"):
        cook.tap_header(title)
        cook.settle()
    cook.press("More")
    cook.choose("How long things take")
    found = rows(cook)
    assert found[0] == ("PIZZA OVEN", "8 · on average 12:27 · nine of ten within 13:05 · 2 late")
    assert ("Calzone Classico", "1 · on average 11:49 · nine of ten within 11:49") in found


def test_new_orders_are_promised_by_what_the_oven_can_make_at_once(busy: Cook) -> None:
    assert busy.model.promised() > 0
    before = busy.model.promised()
    for _ in range(3):
        fire(busy.store, at_table(7), Dish("napoli", 4))
    busy.model.refresh()
    busy.settle()
    assert busy.model.promised() > before


def test_without_a_known_capacity_nothing_is_promised(cook: Cook) -> None:
    assert cook.model.promised() == 0
