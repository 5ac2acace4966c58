"""A manager sets the rules for service in a room of their own."""

from __future__ import annotations

from decimal import Decimal

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.service_rules import ChargeBy, Turnover, UnsentPolicy
from aura_terminal.ui.screens.service_rules.page import ServiceRulesPage
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.form import Form
from tests.gui.register.hands import press
from tests.gui.together.conftest import Desk
from tests.support.till import pin_of

CARLA = StaffId("carla-lombardi")


def room(desk: Desk) -> ServiceRulesPage:
    """Carla in the room of the rules."""
    desk.till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    desk.terminal.window.go(View.MANAGER)
    press(desk.terminal.rooms, "Service")
    desk.settle()
    entered = desk.terminal.rooms.page
    assert isinstance(entered, ServiceRulesPage)
    return entered


def tap(page: ServiceRulesPage, field: str) -> None:
    page.findChildren(Form)[0].tapped.emit(field)


def step(page: ServiceRulesPage, field: str, by: int) -> None:
    for _ in range(abs(by)):
        page.findChildren(Form)[0].stepped.emit(field, 1 if by > 0 else -1)


def test_rules_are_kept_as_a_whole_and_refused_in_words_where_they_cannot_be_reckoned(desk: Desk) -> None:
    page = room(desk)
    for _ in range(3):
        tap(page, "unsent")
    step(page, "gratuity.least_guests", 6)
    step(page, "gratuity.percent", 4)
    tap(page, "add")
    tap(page, "charge:0.name")
    desk.write("Coperto")
    tap(page, "charge:0.by")
    tap(page, "charge:0.by")
    step(page, "charge:0.amount_minor", 5)
    tap(page, "charge:0.turnover")
    tap(page, "course:0")
    desk.write("Antipasti")
    assert desk.store.shop.service.rules().unsent is UnsentPolicy.IGNORE
    desk.press("Keep")
    rules = desk.store.shop.service.rules()
    assert rules.unsent is UnsentPolicy.MANAGER_MARKS
    assert (rules.gratuity.least_guests, rules.gratuity.percent) == (6, Decimal(20))
    charge = rules.charges[0]
    assert (charge.name, charge.by, charge.amount_minor) == ("Coperto", ChargeBy.GUEST, 250)
    assert charge.turnover is Turnover.PASSED_ON
    assert rules.courses == ("Antipasti",)
    tap(page, "add")
    tap(page, "charge:1.by")
    with desk.qtbot.waitSignal(page.said) as said:
        desk.press("Keep")
    assert "cannot be kept so" in said.args[0]
    assert len(desk.store.shop.service.rules().charges) == 1
    desk.press("Discard")
    tap(page, "add")
    tap(page, "charge:1.drop")
    assert "Discard" not in desk.names()
