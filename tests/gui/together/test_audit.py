"""A manager looks into what was done: by kind, by words, by person, and proves that nothing of it was altered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.domain.audit import Topic
from aura_terminal.domain.ids import StaffId
from aura_terminal.ports.audit_rows import Broken, Checked
from aura_terminal.ports.watching import Stage, Watch
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.audit.page import AuditPage
from aura_terminal.ui.screens.audit.record_list import RecordList
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.view_models.audit import AuditModel
from tests.contract.store_bench import WATER
from tests.gui.register.hands import press
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import signed_in
from tests.support.till import pin_of

MARTA, CARLA = StaffId("marta-rossi"), StaffId("carla-lombardi")
FOUND = Broken("changed", "R1", "origin", 7, None, "line_voided was changed after it was written")


class Prover:
    """Finds what it is told to find."""

    def __init__(self) -> None:
        self.broken: tuple[Broken, ...] = ()

    def check(self, watch: Watch) -> Checked:
        """Something, after a step."""
        watch.step(Stage.CHECKING, 1, 2)
        return Checked(2, self.broken)

    def write(self, watch: Watch) -> tuple[str, int]:
        """A name."""
        return str(Path("audit.zst")), 2


@pytest.fixture
def page(desk: Desk, theme: Theme) -> AuditPage:
    """Carla at the audit, after a voided water and an opened drawer."""
    shop = desk.store.shop
    marta = signed_in(shop, MARTA)
    order = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
    shop.ordering.send(marta, order)
    line = shop.reads.orders.sheet(order).lines[0]
    desk.till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    carla = desk.till.session.actor
    assert carla is not None
    shop.ordering.void_line(carla, order, line.line_id, 1, "dropped")
    shop.paying.open_drawer(carla, "change for the bar")
    model = AuditModel(Prover(), desk.till.runner, desk.till.session, desk.store.clock.now, desk.terminal.window)
    page = AuditPage(model, theme, MoneyText())
    desk.qtbot.addWidget(page)
    page.resize(1146, 700)
    page.show()
    desk.settle()
    return page


def said(page: AuditPage) -> list[str]:
    (shown,) = page.findChildren(RecordList)
    return [row.words for row in shown.rows()]


def test_a_kind_is_chosen_by_one_tap_and_read_as_a_sentence(desk: Desk, page: AuditPage) -> None:
    press(page, "Removed and voided")
    desk.settle()
    (words,) = said(page)
    assert words.startswith("Carla Lombardi voided 1x ")
    assert words.endswith("reason “dropped”")
    press(page, "Drawer and cash")
    desk.settle()
    assert said(page) == ["Carla Lombardi opened the drawer R1 without a sale, reason “change for the bar”"]


def test_words_and_people_narrow_what_is_found(desk: Desk, page: AuditPage) -> None:
    model = page.model
    model.ask(replace(model.query, text="for the bar", topics=frozenset()))
    desk.settle()
    assert len(said(page)) == 1
    model.ask(replace(model.query, text="", who=MARTA, topics=frozenset({Topic.ACCESS})))
    desk.settle()
    assert said(page)
    assert all("Marta" in words for words in said(page))


def test_everything_tells_ordinary_work_too(desk: Desk, page: AuditPage) -> None:
    press(page, "Everything")
    desk.settle()
    assert any("sent 1 lines" in words for words in said(page))


def test_from_one_line_to_all_that_was_done_with_its_order(desk: Desk, page: AuditPage) -> None:
    press(page, "Removed and voided")
    desk.settle()
    (shown,) = page.findChildren(RecordList)
    shown.tapped.emit(shown.rows()[0].id)
    press(page, f"All of order {page.model.rows[0].order_number}")
    desk.settle()
    story = next(each for each in page.findChildren(RecordList) if each is not shown)
    told = [row.words for row in story.rows()]
    assert any("sent 1 lines" in words for words in told)
    assert told[-1].endswith("reason “dropped”")


def test_nothing_of_it_stays_when_its_reader_leaves(desk: Desk, page: AuditPage) -> None:
    assert said(page)
    page.hide()
    desk.till.session.lock()
    desk.settle()
    assert (said(page), page.model.checked) == ([], None)


def test_the_check_says_which_fact_is_not_as_it_was_written(desk: Desk, page: AuditPage) -> None:
    press(page, "Check every fact")
    desk.qtbot.waitUntil(lambda: page.model.checked is not None, timeout=5000)
    assert any("2 facts, each as it was written." in words for words in desk.words(page))
    page.model._prover.broken = (FOUND,)  # type: ignore[attr-defined]  # the prover above
    press(page, "Check every fact")
    desk.qtbot.waitUntil(lambda: page.model.checked is not None and bool(page.model.checked.broken), timeout=5000)
    desk.settle()
    assert any("fact 7 of R1: line_voided was changed after it was written" in words for words in desk.words(page))


def test_who_may_not_look_sees_no_room(desk: Desk) -> None:
    desk.till.session.sign_in(MARTA, pin_of(MARTA))
    desk.settle()
    assert "audit" not in desk.terminal.rooms.rooms
    desk.till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    assert "audit" in desk.terminal.rooms.rooms
