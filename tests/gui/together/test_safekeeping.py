"""A manager copies the store, looks copies through and is told what going back to one would take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.app.safekeeping import Safekeeper, carry_out_restore, last_restore
from aura_terminal.domain.ids import ItemId, StaffId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.store_care import CareAct, StoreCare
from aura_terminal.store.folders import is_restore_wanted
from aura_terminal.store.sealed import take_back
from aura_terminal.ui.screens.safekeeping.page import SafekeepingPage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.safekeeping import PlaceRow, SafekeepingModel, Soundness
from aura_terminal.view_models.session import SessionModel
from tests.gui.register.hands import press, tap
from tests.support.memory_shop import EVERYTHING, InlineStoreThread
from tests.support.store_shop import StoredShop, founded, opened
from tests.support.till import pin_of

OWNER, CARLA = StaffId("davide-greco"), StaffId("carla-lombardi")


@dataclass
class Room:
    """The page over a store on disk, with a stick beside it."""

    qtbot: QtBot
    shop: StoredShop
    stick: Path
    runner: Runner
    model: SafekeepingModel
    session: SessionModel
    page: SafekeepingPage

    def settle(self) -> None:
        for _ in range(4):
            self.qtbot.waitUntil(lambda: self.runner.is_idle and not self.model.is_busy, timeout=20_000)
            self.qtbot.wait(1)

    def words(self) -> str:
        return " | ".join(each.text() for each in self.page.findChildren(QLabel) if each.isVisible())

    def press(self, name: str) -> None:
        press(self.page, name)
        self.settle()

    def sell(self) -> None:
        order = NewOrder(OrderType.TAKEOUT)
        self.shop.shop.ordering.add_item(EVERYTHING, order, Asked(ItemId("margherita")))


@pytest.fixture
def room(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Room]:
    shop = founded(tmp_path / "till")
    stick = tmp_path / "stick"
    stick.mkdir()
    runner = Runner(InlineStoreThread(shop.shop))
    session = SessionModel(runner)
    keeper = Safekeeper(shop.folder, shop.clock.now, lambda: (PlaceRow(str(stick), "BLUE STICK", 8_000_000_000),))
    model = SafekeepingModel(keeper, runner, session)
    page = SafekeepingPage(model, session, theme)
    host = QWidget()
    qtbot.addWidget(host)
    page.setParent(host)
    page.resize(1146, 712)
    host.resize(1146, 712)
    session.refresh()
    session.sign_in(OWNER, pin_of(OWNER))
    qtbot.waitUntil(lambda: session.actor is not None)
    host.show()
    room = Room(qtbot, shop, stick, runner, model, session, page)
    room.settle()
    yield room
    shop.store.close()


def test_a_copy_is_made_here_and_on_a_stick_and_says_what_it_holds(room: Room) -> None:
    room.sell()
    room.press("Back up now")
    assert [(card.orders, card.soundness) for card in room.model.copies] == [(1, Soundness.SOUND)]
    room.shop.clock.advance(seconds=60)
    room.sell()
    press(room.page, "Back up to a stick")
    tap(next(each for each in room.page.findChildren(ChoiceList) if each.isVisible()), "BLUE STICK")
    room.settle()
    newest = room.model.copies[0]
    assert (newest.place, newest.orders, newest.label) == ("BLUE STICK", 2, "R1")
    assert [file.parent.name for file in room.stick.rglob("*.sqlite")] == ["aura-backups"]
    assert "on BLUE STICK" in room.words()


def test_a_copy_somebody_altered_is_called_faulty_and_not_gone_back_to(room: Room) -> None:
    room.press("Back up now")
    copy = Path(room.model.copies[0].id)
    copy.write_bytes(copy.read_bytes().replace(b"Trattoria", b"Pizzzzria"))
    room.model.refresh()
    room.settle()
    room.press("Check 15.05.2026")
    assert room.model.copies[0].soundness is Soundness.FAULTY
    assert "Faulty" not in room.words()  # the tag is painted; the reason is in words
    assert "is not as it was written" in room.words()


def test_what_would_be_gone_for_good_has_to_be_sealed_before_one_goes_back(room: Room) -> None:
    room.press("Back up now")
    room.shop.clock.advance(seconds=60)
    room.sell()
    room.press("Go back to ")
    assert "on this terminal only" in room.words()
    with pytest.raises(IndexError):
        press(room.page, "Go back and start again")
    press(room.page, "Save a sealed copy first")
    tap(next(each for each in room.page.findChildren(ChoiceList) if each.isVisible()), "BLUE STICK")
    room.settle()
    assert len(list(room.stick.rglob("*.sealed"))) == 1
    room.press("Go back to ")
    assert "1 orders, 0 payments" in room.words()
    with room.qtbot.waitSignal(room.model.restart_wanted, timeout=5000):
        press(room.page, "Go back and start again")
    assert is_restore_wanted(room.shop.folder)
    room.shop.store.close()
    assert carry_out_restore(room.shop.folder, room.shop.clock, room.shop.ids)
    fresh = opened(room.shop.folder, room.shop.clock, room.shop.ids)
    assert (fresh.store.identity.label, len(fresh.shop.reads.orders.open_orders())) == ("R1B", 0)
    room.shop.store = fresh.store
    note = last_restore(room.shop.folder)
    assert note is not None
    assert (note.by, note.refused) == ("Davide Greco", "")
    with fresh.store.begin(OWNER) as work:
        noted = {care.act: care for care in work.documents.all(StoreCare)}
    assert (noted[CareAct.RESTORE].copy, noted[CareAct.RESTORE].allowed.by) == (note.copy, OWNER)
    assert CareAct.BACK_UP in noted


def test_what_came_between_the_answer_and_the_end_is_sealed_and_can_be_brought_back(room: Room) -> None:
    room.press("Back up now")
    room.model.restart_wanted.connect(room.sell)
    room.press("Go back to ")
    room.press("Go back and start again")
    room.shop.store.close()
    assert carry_out_restore(room.shop.folder, room.shop.clock, room.shop.ids)
    fresh = opened(room.shop.folder, room.shop.clock, room.shop.ids)
    room.shop.store = fresh.store
    assert (fresh.store.identity.label, fresh.shop.reads.orders.open_orders()) == ("R1B", ())
    copy = next((room.shop.folder / "backups").glob("before-going-back-*.sealed"))
    take_back(fresh.store, copy)
    assert len(fresh.shop.reads.orders.open_orders()) == 1


def test_a_copy_that_went_bad_meanwhile_is_not_gone_back_to_and_the_store_stays(room: Room) -> None:
    room.sell()
    room.press("Back up now")
    room.press("Go back to ")
    room.press("Go back and start again")
    Path(room.model.copies[0].id).write_bytes(b"nothing")
    room.shop.store.close()
    assert carry_out_restore(room.shop.folder, room.shop.clock, room.shop.ids)
    fresh = opened(room.shop.folder, room.shop.clock, room.shop.ids)
    room.shop.store = fresh.store
    assert (fresh.store.identity.label, len(fresh.shop.reads.orders.open_orders())) == ("R1", 1)
    note = last_restore(room.shop.folder)
    assert note is not None
    assert "is not a store of this program" in note.refused


def test_a_manager_asks_the_owner_before_going_back(room: Room) -> None:
    room.press("Back up now")
    room.session.sign_in(CARLA, pin_of(CARLA))
    room.qtbot.waitUntil(lambda: room.session.actor is not None and room.session.actor.id == CARLA)
    press(room.page, "Go back to ")
    room.qtbot.waitUntil(lambda: room.model.approvals.is_waiting)
    tap(next(each for each in room.page.findChildren(ChoiceList) if each.isVisible()), "Davide Greco")
    for digit in pin_of(OWNER):
        press(room.page, digit)
    press(room.page, "Allow")
    room.settle()
    assert "holds everything that is here" in room.words() or "Since then" in room.words()


def test_the_store_is_looked_through_in_a_process_of_its_own(room: Room) -> None:
    room.sell()
    room.press("Check this store")
    room.qtbot.waitUntil(lambda: room.model.inspected is not None, timeout=20_000)
    assert "every chain and table as written" in room.words()


def test_a_copy_under_way_is_given_up(room: Room) -> None:
    room.model.work.progressed.connect(room.model.stop)
    room.press("Back up now")
    assert room.model.copies == ()
    assert list((room.shop.folder / "backups").iterdir()) == []


def test_a_tap_while_the_list_is_read_is_not_lost(room: Room) -> None:
    room.model.refresh()
    assert room.model.is_busy
    room.press("Back up now")
    assert len(room.model.copies) == 1


def test_a_tap_while_a_seal_is_about_to_begin_is_carried_out_after_it(room: Room) -> None:
    room.press("Back up now")
    room.shop.clock.advance(seconds=60)
    room.sell()
    room.model.seal(str(room.stick))
    press(room.page, "Go back to ")  # the page does not know of the seal yet
    room.settle()
    assert len(list(room.stick.rglob("*.sealed"))) == 1
    assert "1 orders, 0 payments" in room.words()
