"""Pictures of the rooms of the audit and of people: `python -m tests.support.audit_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.rights import Cap, Grant
from aura_terminal.domain.staff import Permission
from aura_terminal.ports.audit_rows import Broken, Checked
from aura_terminal.ui.screens.audit.page import AuditPage
from aura_terminal.ui.screens.people.page import PeoplePage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.use_cases.asking import NewOrder
from tests.contract.store_bench import WATER, sell
from tests.gui.register.hands import tap
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_files, demo_store, signed_in
from tests.support.shots import Stage, take

MARTA, CARLA, NINA, DAVIDE = (StaffId(id) for id in ("marta-rossi", "carla-lombardi", "nina-vogel", "davide-greco"))


def day(store: MemoryStore) -> None:
    """What an owner looks for in the evening."""
    shop, clock = store.shop, store.clock
    marta = signed_in(shop, MARTA)
    clock.advance(minutes=7)
    order = shop.ordering.add_item(marta, NewOrder(), replace(WATER, quantity=3)).order_id
    shop.ordering.send(marta, order)
    line = shop.reads.orders.sheet(order).lines[0]
    clock.advance(minutes=4)
    allowed = shop.access.approve(CARLA, demo_files().pins[CARLA], Permission.VOID_SENT, "dropped")
    shop.ordering.void_line(marta, order, line.line_id, 1, "dropped", allowed)
    clock.advance(minutes=11)
    sale = sell(shop, marta)
    shop.paying.reprint_receipt(marta, sale.order_id)
    clock.advance(minutes=3)
    nina = signed_in(shop, NINA)
    shop.paying.open_drawer(nina, "change for the bar")
    shop.discounts.take_percent(nina, order, Decimal(20), "waited long")
    clock.advance(minutes=9)
    try:
        shop.access.sign_in(DAVIDE, "111111")
    except RuleBroken:
        clock.advance(minutes=2)
    member = next(one for one in shop.people.sheet(EVERYTHING).members if one.id == MARTA)
    grants = (Grant(Permission.DISCOUNT, Cap(percent=Decimal(10)), clock.now() + timedelta(days=20)),)
    shop.people.put_members(signed_in(shop, DAVIDE), [replace(member, grants=grants)])


def exceptions(stage: Stage) -> None:
    """What was out of the ordinary today."""
    stage.enter("audit")
    stage.press("Today")


def details(stage: Stage) -> None:
    """One of them in full."""
    exceptions(stage)
    stage.press("Removed and voided")
    page = stage.terminal.rooms.page
    assert isinstance(page, AuditPage)
    page._open(f"{page.model.rows[0].origin}/{page.model.rows[0].seq}")


def broken(stage: Stage) -> None:
    """A fact that somebody changed."""
    exceptions(stage)
    page = stage.terminal.rooms.page
    assert isinstance(page, AuditPage)
    row = page.model.rows[-1]
    what = "line_voided was changed after it was written"
    page.model.checked = Checked(18_204, (Broken("changed", "R1", row.origin, row.seq, row.at, what),))
    page.model.changed.emit()


def people(stage: Stage) -> None:
    """Who works here."""
    stage.enter("people")


def member(stage: Stage) -> None:
    """One of them."""
    people(stage)
    page = stage.terminal.rooms.page
    assert isinstance(page, PeoplePage)
    page._open(MARTA)


def rights(stage: Stage) -> None:
    """What a role may do."""
    people(stage)
    stage.press("Roles")
    page = stage.terminal.rooms.page
    assert isinstance(page, PeoplePage)
    tap(page._cards, "Shift lead")
    stage.settle()
    assert page._role is not None
    tap(page._role._fields, "Rights")


SCENES: dict[str, Callable[[Stage], None]] = {
    scene.__name__: scene for scene in (exceptions, details, broken, people, member, rights)
}


def opened(theme: Theme, _scene: str) -> Stage:
    """The window after that day, with the owner at it."""
    store = demo_store()
    day(store)
    stage = Stage(store, theme)
    stage.sign_in(DAVIDE)
    return stage


if __name__ == "__main__":
    take(Path(sys.argv[1]), opened, SCENES, sys.argv[2:])
