"""A manager changes the store's papers and stations, and sees at once what comes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from aura_terminal.domain.central import CentralConfirmed, record_id
from aura_terminal.domain.documents import DocumentKind
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.shop import Delivery, StationRole
from aura_terminal.ports.central import PULLED
from aura_terminal.ports.store import SYSTEM
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.form import Form
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.use_cases.ownership import OFFICES, BackOffice
from tests.gui.register.hands import press
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING
from tests.support.till import pin_of

CARLA, OWNER = StaffId("carla-lombardi"), StaffId("davide-greco")
LOGO = Path(__file__).parents[3] / "resources" / "demo_shop" / "logo.png"


def page(desk: Desk, door: str) -> RoomPage:
    desk.till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    desk.terminal.window.go(View.MANAGER)
    press(desk.terminal.rooms, door)
    desk.settle()
    entered = desk.terminal.rooms.page
    assert entered is not None
    return entered


def row(room: RoomPage, id: str) -> str:
    return next(row.value for row in room.findChildren(Form)[0].rows() if row.id == id)


def test_the_name_on_the_receipt_is_written_seen_and_kept(desk: Desk) -> None:
    room = page(desk, "Store")
    press(room, "Name: Trattoria Aurora")
    desk.write("Da Aurora")
    assert row(room, "name") == "Da Aurora"
    assert desk.store.shop.reads.store.profile().name == "Trattoria Aurora"
    press(room, "Under the head, line 1")
    desk.write("Since 1987")
    with desk.qtbot.waitSignal(room.said) as said:
        press(room, "Keep")
    assert said.args == ["The store's papers are kept."]
    profile = desk.store.shop.reads.store.profile()
    assert (profile.name, profile.receipt_header) == ("Da Aurora", ("Since 1987",))


def test_another_end_of_day_says_from_which_day_it_holds(desk: Desk) -> None:
    room = page(desk, "Store")
    press(room, "A business day ends at more")
    press(room, "A business day ends at more")
    assert row(room, "cutoff") == "05:00"
    with desk.qtbot.waitSignal(room.said) as said:
        press(room, "Keep")
    assert f"{date(2026, 5, 15):%d.%m.%Y}" in str(said.args)
    assert desk.store.shop.reads.store.profile().calendar.cutoff.hour == 5


def test_a_currency_that_has_prices_is_refused_in_words_and_the_draft_can_be_dropped(desk: Desk) -> None:
    room = page(desk, "Store")
    press(room, "Currency: EUR")
    desk.write("usd")
    with desk.qtbot.waitSignal(room.said) as said:
        press(room, "Keep")
    assert "prices are in EUR" in str(said.args)
    press(room, "Discard")
    assert row(room, "currency") == "EUR"


def test_coins_and_ways_to_pay_are_kept_at_once(desk: Desk) -> None:
    room = page(desk, "Store")
    press(room, "Cash is rounded more")
    desk.settle()
    assert row(room, "coin") == "to 0.05"
    press(room, "Another way to pay")
    desk.write("Voucher")
    assert [each.name for each in desk.store.shop.store_editing.desk().tenders][-1] == "Voucher"
    press(room, "Voucher: taken")
    desk.settle()
    assert not desk.store.shop.store_editing.desk().tenders[-1].active


def test_a_picture_is_taken_for_the_head_of_receipts_and_a_text_file_is_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room = page(desk, "Store")
    press(room, "There is a picture")
    assert not any(each.id == "no_logo" for each in room.findChildren(Form)[0].rows())
    wrong = tmp_path / "words.png"
    wrong.write_text("no picture")
    for file, expected in ((wrong, False), (LOGO, True)):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, file=file: (str(file), ""))
        press(room, "Picture at the head")
        if expected:
            desk.qtbot.waitUntil(lambda: any(each.id == "no_logo" for each in room.findChildren(Form)[0].rows()))
        else:
            with desk.qtbot.waitSignal(room.said) as said:
                pass
            assert "can not be used" in str(said.args)
    press(room, "Keep")
    desk.settle()
    assert desk.store.shop.reads.store.profile().receipt_logo is not None


def test_a_new_station_cooks_is_rerouted_to_and_what_goes_nowhere_is_said(desk: Desk) -> None:
    room = page(desk, "Stations")
    press(room, "New station")
    desk.write("Sushi")
    press(room, "Hears of orders by")
    desk.pick("Screen")
    press(room, "Late after less")
    press(room, "Keep the station")
    desk.settle()
    sushi = next(each for each in desk.store.shop.store_editing.desk().stations if each.id == "sushi")
    assert (sushi.delivery, sushi.target_minutes) == (Delivery.SCREEN, 14)
    press(room, "Pizza oven")
    press(room, "Delivery is made at")
    desk.pick("Sushi")
    press(room, "Keep the station")
    desk.settle()
    press(room, "Sushi")
    press(room, "What it is for")
    desk.pick("Pass")
    press(room, "Keep the station")
    desk.settle()
    stations = {str(each.id): each for each in desk.store.shop.store_editing.desk().stations}
    assert stations["pizza"].reroutes[0].order_type is OrderType.DELIVERY
    assert stations["sushi"].role is StationRole.EXPO
    press(room, "What goes where")
    desk.settle()
    words = desk.words(room)
    assert any("Things that go nowhere" in each for each in words)
    assert any("Delivery: nowhere" in each for each in words)


def test_a_station_that_makes_something_stays_and_an_unused_one_goes(desk: Desk) -> None:
    room = page(desk, "Stations")
    press(room, "Pizza oven")
    with desk.qtbot.waitSignal(room.said) as said:
        press(room, "Not used any more")
    assert "Pizza oven still makes" in str(said.args)
    press(room, "New station")
    desk.write("Sushi")
    press(room, "Keep the station")
    desk.settle()
    press(room, "Not used any more")
    desk.settle()
    assert "sushi" not in {each.id for each in desk.store.shop.store_editing.desk().stations}


def test_what_is_written_waits_for_who_wrote_it_and_for_nobody_else(desk: Desk) -> None:
    room = page(desk, "Store")
    press(room, "Name: Trattoria Aurora")
    desk.write("Da Aurora")
    desk.till.session.lock()
    desk.settle()
    desk.till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    assert row(room, "name") == "Da Aurora"
    desk.till.session.sign_in(OWNER, pin_of(OWNER))
    desk.settle()
    assert row(room, "name") == "Trattoria Aurora"


def test_what_a_back_office_keeps_is_read_only_with_its_owner_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = {DocumentKind.TABLE: "table", DocumentKind.STATION: "station", DocumentKind.STORE: "store"}
    monkeypatch.setitem(OFFICES, "auraconnect", BackOffice("AuraConnect", records))
    with desk.store.begin(SYSTEM) as work:
        for kind in records.values():
            work.keep(CentralConfirmed(record_id("auraconnect", kind, "x"), PULLED, "d", "7", work.now))
    for door in ("Floor plan", "Store", "Stations"):
        room = page(desk, door)
        said = [strip.words for strip in room.findChildren(Strip) if strip.isVisible()]
        assert len(said) == 1, door
        assert said[0].startswith("AuraConnect keeps")
        names = desk.names_in(room)
        assert not {"Name: Trattoria Aurora", "Name: Bar", "Square table"} & set(names), door
    with pytest.raises(RuleBroken) as refused:
        desk.store.shop.store_editing.change_profile(EVERYTHING, desk.store.shop.reads.store.profile())
    assert refused.value.details == {"owner": "AuraConnect"}
