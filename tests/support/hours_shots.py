"""Renders the time clock and the room of hours into PNGs: `python -m tests.support.hours_shots FOLDER [night|day]`."""

from __future__ import annotations

import os
import sys
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication

from aura_terminal.domain.ids import ItemId, PunchId, ScheduleId, StaffId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.labor_rules import LaborRules, MealRule, OvertimeStep, Policy, Tips
from aura_terminal.domain.money import Money
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.staff import Approval, Job, StaffMember
from aura_terminal.ui.screens.hours.page import HoursPage
from aura_terminal.ui.screens.sign_in.screen import SignInScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.punch_editing import PunchEdit
from aura_terminal.view_models.hours import HoursView
from aura_terminal.view_models.time_clock import TimeClockModel
from tests.gui.register.hands import press, type_pin
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, MemoryStore, demo_store, signed_in
from tests.support.terminal_window import TerminalWindow, terminal_over
from tests.support.till import MARTA, pin_of

CARLA, TOM, ANA, PAOLO = (StaffId(one) for one in ("carla-lombardi", "tom-richter", "ana-kovac", "paolo-ferrara"))
SIZES = ((1366, 768), (1024, 768))


def busy_house() -> MemoryStore:
    """A week in which people worked, forgot to clock out and were corrected."""
    store = demo_store()
    shop, clock = store.shop, store.clock
    rules = LaborRules(
        outside=Policy.WARN, unplanned=Policy.WARN, tips=Tips.REQUIRED, meals=(MealRule(300, 30, 30),),
        daily=(OvertimeStep(480, Decimal("1.5")),), weekly=(OvertimeStep(2400, Decimal("1.5")),), rounding_minutes=15,
    )  # fmt: skip
    staff = {row.id: row for row in store.journal.documents.values() if isinstance(row, StaffMember)}
    marta = staff[MARTA]
    jobs = (Job("Server", Money(1420, "EUR")),)
    paid = StaffMember(marta.id, marta.name, marta.initials, marta.roles, marta.colour, jobs=jobs)
    shop.administration.put_documents(EVERYTHING, [rules, paid])
    today = shop.reads.store.profile().calendar.date_of(clock.now())
    plans = [
        Schedule(ScheduleId(f"plan-{who}"), who, today + timedelta(days=2), time(10, 30), time(18, 30), "Floor")
        for who in (MARTA, ANA, PAOLO)
    ]
    shop.administration.put_documents(EVERYTHING, plans)
    tom, ana, paolo, carla = (signed_in(shop, who) for who in (TOM, ANA, PAOLO, CARLA))
    yes = approval_of(carla.id, clock.now())
    shop.labor.clock_in(signed_in(shop))
    shop.labor.clock_in(paolo)
    clock.advance(hours=7, minutes=54)
    shop.labor.clock_out(signed_in(shop), Money(1250, "EUR"))
    shop.labor.clock_out(paolo, Money(0, "EUR"))
    clock.advance(hours=9)
    late = shop.labor.clock_in(tom, "Server")
    clock.advance(hours=22)
    for person in (ana, paolo, signed_in(shop)):
        shop.labor.clock_in(person, approval=yes)
    shop.punch_editing.correct(
        carla, MARTA, first_punch(store), PunchEdit(late.at - timedelta(hours=17)), "came with the delivery"
    )
    store.opened_by("R2")
    clock.advance(hours=4, minutes=50)
    shop.labor.begin_break(paolo)
    clock.advance(minutes=15)
    opened = shop.ordering.open_order(signed_in(shop), NewOrder(OrderType.DINE_IN, guests=2))
    shop.ordering.add_item(signed_in(shop), opened.order_id, Asked(ItemId("margherita")))
    return store


def approval_of(by: StaffId, at: datetime) -> Approval:
    """A manager's word."""
    return Approval(by, at, "needed today")


def first_punch(store: MemoryStore) -> PunchId:
    """When Marta first came."""
    return next(iter(store.shop.labor.time_sheet(MARTA).punches))


class Camera:
    """A window over the house, and a folder of pictures."""

    def __init__(self, app: QApplication, folder: Path, look: str) -> None:
        self._app, self._folder, self._look = app, folder, look
        theme = prepare_application(app, built_in(look))
        store = busy_house()
        self.terminal: TerminalWindow = terminal_over(store, InlineStoreThread(store.shop), theme)
        till = self.terminal.till
        self.sign_in = self.terminal.window.findChildren(SignInScreen)[0]
        self.sign_in.offer_clock(TimeClockModel(till.runner, till.changes, store.clock.now, self.sign_in))
        self.terminal.window.show()
        self.rest()

    def rest(self) -> None:
        """Lets everything be answered and painted."""
        for _ in range(6):
            self._app.processEvents()
            while not self.terminal.till.runner.is_idle:
                self._app.processEvents()

    def press(self, name: str) -> None:
        """Clicks."""
        press(self.terminal.window, name)
        self.rest()

    def take(self, name: str) -> None:
        """Keeps what is seen, at both sizes."""
        for wide, tall in SIZES:
            self.terminal.window.resize(wide, tall)
            self.rest()
            self.terminal.window.grab().save(str(self._folder / f"hours-{name}-{self._look}-{wide}.png"))


def clock_pictures(camera: Camera) -> None:
    """The time clock of somebody who has been corrected and whose break is due, and the list before leaving."""
    camera.terminal.till.session.lock()
    camera.rest()
    camera.press("Clock in or out")
    camera.press("Marta Rossi")
    type_pin(camera.sign_in, pin_of(MARTA))
    camera.rest()
    camera.take("clock")
    camera.press("Clock out")
    camera.take("leaving")


def room_pictures(camera: Camera) -> None:
    """Every view of the room, and its sheets."""
    camera.terminal.till.session.sign_in(CARLA, "483916")
    camera.rest()
    camera.terminal.window.go(View.MANAGER)
    camera.rest()
    press(camera.terminal.rooms, "Hours")
    camera.rest()
    page = camera.terminal.rooms.page
    if not isinstance(page, HoursPage):
        raise SystemExit("the room of hours can not be entered")
    for view in HoursView:
        page.model.show(view)
        camera.rest()
        camera.take(view.value)
    page.model.show(HoursView.WEEK)
    camera.rest()
    page.open_row(MARTA)
    camera.rest()
    camera.take("person")
    page.model.show(HoursView.LOOK)
    camera.rest()
    camera.press("Close")
    page.open_row("0")
    camera.rest()
    camera.take("punch")
    camera.press("Leave it as it is")
    page.model.show(HoursView.PLAN)
    camera.rest()
    camera.press("Plan a shift")
    camera.take("planning")


def main(folder: Path, look: str) -> None:
    """Every picture in one look."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    if not isinstance(app, QApplication):
        raise SystemExit("no application")
    camera = Camera(app, folder, look)
    room_pictures(camera)
    clock_pictures(Camera(app, folder, look))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "night")
