"""Renders the time clock and the room of hours into PNGs: `python -m tests.support.hours_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from aura_terminal.domain.ids import ItemId, PunchId, ScheduleId, StaffId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.labor_rules import LaborRules, MealRule, OvertimeStep, Policy, Tips
from aura_terminal.domain.money import Money
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.staff import Approval, Job, StaffMember
from aura_terminal.ui.screens.hours.page import HoursPage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.punch_editing import PunchEdit
from aura_terminal.view_models.hours import HoursView
from aura_terminal.view_models.time_clock import TimeClockModel
from tests.gui.register.hands import type_pin
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in
from tests.support.shots import Stage, take
from tests.support.till import MARTA, pin_of

CARLA, TOM, ANA, PAOLO = (StaffId(one) for one in ("carla-lombardi", "tom-richter", "ana-kovac", "paolo-ferrara"))


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


class House(Stage):
    """The window over the house; the time clock stands beside the tiles of names."""

    def __init__(self, theme: Theme, _scene: str) -> None:
        store = busy_house()
        super().__init__(store, theme)
        till = self.terminal.till
        self.sign_in_screen = self.terminal.sign_in
        self.sign_in_screen.offer_clock(TimeClockModel(till.runner, till.changes, store.clock.now, self.sign_in_screen))

    def room(self, view: HoursView) -> HoursPage:
        """The room of hours with one of its views."""
        self.sign_in(CARLA)
        self.enter("hours")
        page = self.terminal.rooms.page
        assert isinstance(page, HoursPage)
        page.model.show(view)
        self.settle()
        return page


def clock(house: House) -> None:
    """The time clock of somebody who has been corrected and whose break is due."""
    house.terminal.till.session.lock()
    house.settle()
    house.press("Clock in or out")
    house.press("Marta Rossi")
    type_pin(house.sign_in_screen, pin_of(MARTA))


def leaving(house: House) -> None:
    """The list before leaving."""
    clock(house)
    house.settle()
    house.press("Clock out")


def person(house: House) -> None:
    """Somebody's punches of a day."""
    house.room(HoursView.WEEK).open_row(MARTA)


def punch(house: House) -> None:
    """What needs a look is put right."""
    house.room(HoursView.LOOK).open_row("0")


def planning(house: House) -> None:
    """A shift is planned."""
    house.room(HoursView.PLAN)
    house.press("Plan a shift")


def looking_at(view: HoursView) -> Callable[[House], None]:
    """The room with one of its views."""

    def scene(house: House) -> None:
        house.room(view)

    return scene


SCENES: dict[str, Callable[[House], None]] = {
    **{view.value: looking_at(view) for view in HoursView},
    **{scene.__name__: scene for scene in (clock, leaving, person, punch, planning)},
}


if __name__ == "__main__":
    take(Path(sys.argv[1]), House, SCENES, sys.argv[2:])
