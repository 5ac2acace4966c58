"""Pictures of the rooms of the audit and of people: `python -m tests.support.audit_shots FOLDER`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.rights import Cap, Grant
from aura_terminal.domain.staff import Permission
from aura_terminal.ports.audit_rows import Broken, Checked
from aura_terminal.ui.screens.audit.page import AuditPage
from aura_terminal.ui.screens.people.page import PeoplePage
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.use_cases.asking import NewOrder
from tests.contract.store_bench import WATER, sell
from tests.gui.register.hands import press, tap
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, MemoryStore, demo_files, demo_store, signed_in
from tests.support.terminal_window import TerminalWindow, terminal_over
from tests.support.till import pin_of

MARTA, CARLA, NINA, DAVIDE = (StaffId(id) for id in ("marta-rossi", "carla-lombardi", "nina-vogel", "davide-greco"))
SIZES = ((1366, 768), (1024, 768))


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


def exceptions(terminal: TerminalWindow) -> None:
    """What was out of the ordinary today."""
    _room(terminal, "audit")
    press(terminal.window, "Today")
    settle()


def details(terminal: TerminalWindow) -> None:
    """One of them in full."""
    exceptions(terminal)
    press(terminal.window, "Removed and voided")
    settle()
    page = terminal.rooms.page
    assert isinstance(page, AuditPage)
    page._open(f"{page.model.rows[0].origin}/{page.model.rows[0].seq}")


def broken(terminal: TerminalWindow) -> None:
    """A fact that somebody changed."""
    exceptions(terminal)
    page = terminal.rooms.page
    assert isinstance(page, AuditPage)
    row = page.model.rows[-1]
    what = "line_voided was changed after it was written"
    page.model.checked = Checked(18_204, (Broken("changed", "R1", row.origin, row.seq, row.at, what),))
    page.model.changed.emit()


def people(terminal: TerminalWindow) -> None:
    """Who works here."""
    _room(terminal, "people")


def member(terminal: TerminalWindow) -> None:
    """One of them."""
    people(terminal)
    page = terminal.rooms.page
    assert isinstance(page, PeoplePage)
    page._open(MARTA)


def rights(terminal: TerminalWindow) -> None:
    """What a role may do."""
    people(terminal)
    press(terminal.window, "Roles")
    page = terminal.rooms.page
    assert isinstance(page, PeoplePage)
    tap(page._cards, "Shift lead")
    settle()
    assert page._role is not None
    tap(page._role._fields, "Rights")


SCENES: dict[str, Callable[[TerminalWindow], None]] = {
    scene.__name__: scene for scene in (exceptions, details, broken, people, member, rights)
}


def settle() -> None:
    """Let what was asked for be painted."""
    for _ in range(30):
        QApplication.processEvents()


def _room(terminal: TerminalWindow, room: str) -> None:
    terminal.till.session.sign_in(DAVIDE, pin_of(DAVIDE))
    settle()
    terminal.window.go(View.MANAGER)
    terminal.rooms.enter(room)
    settle()


def main(folder: Path) -> None:
    """Every scene by night and by day, in both sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    kept: list[TerminalWindow] = []  # a window that goes while another theme comes would be painted once more
    for tone in ("night", "day"):
        theme = prepare_application(app, built_in(tone))
        for name, scene in SCENES.items():
            store = demo_store()
            day(store)
            terminal = terminal_over(store, InlineStoreThread(store.shop), theme)
            kept.append(terminal)
            for width, height in SIZES:
                terminal.window.resize(width, height)
                terminal.window.show()
                settle()
                if (width, height) == SIZES[0]:
                    scene(terminal)
                settle()
                terminal.window.grab_to(folder / f"{name}-{tone}-{width}.png")
            terminal.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
