"""At the pass: whole orders, how far each station is, and nothing that goes out before it is ready."""

from __future__ import annotations

from PySide6.QtCore import Qt

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.ui.widgets.ticket_rows import Urgency, age_of
from tests.support.kitchen_busy import BAR, KITCHEN
from tests.support.kitchen_cook import Cook
from tests.support.kitchen_evening import COOK


def refused(cook: Cook) -> list[RuleBroken]:
    told: list[RuleBroken] = []
    cook.runner.rule_broken.connect(told.append)
    return told


def test_a_ticket_says_how_far_each_station_is(expo: Cook) -> None:
    strips = [each.detail for each in expo.row("T 5").allergens]
    assert strips == ["Bar 0/1  ·  Kitchen 0/1"]
    assert [(line.name, line.made) for line in expo.row("Weber").lines] == [("Margherita", 2), ("Calzone Classico", 0)]


def test_a_ticket_is_ready_in_word_and_colour_once_every_station_is_done(expo: Cook) -> None:
    assert (expo.row("T 9").ready, age_of(expo.row("T 9"), expo.model.now).urgency) == ("READY", Urgency.READY)
    assert expo.row("T 5").ready == ""
    for ticket in expo.store.shop.reads.kitchen.live(None):
        if ticket.table_name == "5" and ticket.station_id in (BAR, KITCHEN) and ticket.course < 2:
            expo.changes.announce(expo.store.shop.kitchen.bump(COOK, ticket.ticket_id))
    expo.settle()
    assert expo.row("T 5").ready == "READY"


def test_the_pass_cannot_bump_what_a_station_still_makes_and_says_which(expo: Cook) -> None:
    told = refused(expo)
    expo.tap_header("Keller")
    expo.settle()
    assert "Keller" in expo.titles()
    assert [(one.rule, one.details["stations"]) for one in told] == [(Rule.STATIONS_NOT_DONE, "Pizza oven")]


def test_the_pass_bumps_what_is_ready_and_brings_it_back(expo: Cook) -> None:
    expo.tap_header("T 9")
    expo.settle()
    assert "T 9" not in expo.titles()
    expo.key(Qt.Key.Key_R)
    expo.settle()
    assert expo.row("T 9").ready == "READY"


def test_a_station_that_brings_its_ticket_back_takes_ready_away(expo: Cook) -> None:
    bumped = next(row for row in expo.store.shop.reads.kitchen.bumped(None, 9) if row.table_name == "9")
    expo.changes.announce(expo.store.shop.kitchen.recall(COOK, bumped.ticket_id))
    expo.settle()
    assert expo.row("T 9").ready == ""


def test_a_dish_made_at_several_stations_is_ready_when_the_last_is(expo: Cook) -> None:
    rows = {line.name: (line.made, line.quantity) for line in expo.row("T 9").lines}
    assert rows["Kids Margherita"] == (2, 2)
