"""Service at the table: courses, seats, rounds, charges, the guests' check, and tips from signed slips."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.ui.order_act import Group, OrderAct
from aura_terminal.ui.screens.register.table_serving import TableServing
from aura_terminal.view_models.slip_tips import SlipTipsModel
from aura_terminal.view_models.table_service import TableServiceModel, View

translate = QCoreApplication.translate
FILE_NAME = "order-view.txt"


def join_service(parts: CounterParts) -> TableServing:
    """What is done with an order at the table has its buttons, its bar above the lines and its guard before Pay."""
    folder = parts.folder
    service = TableServiceModel(
        parts.runner, parts.counter, parts.changes, read_view(folder), partial(keep_view, folder), parts.owner
    )
    slips = SlipTipsModel(parts.runner, parts.session, parts.changes, parts.owner)
    serving = TableServing(service, slips, parts.register, parts.register_screen, parts.theme, parts.money)
    for act in _acts(serving, service):
        parts.register_screen.offer_act(act)
    service.watch.wake()
    service.refresh()
    return serving


def read_view(folder: Path) -> View:
    """How lines were put together here last; as they were sent where nobody knows."""
    try:
        return View((folder / FILE_NAME).read_text("ascii").strip())
    except (OSError, ValueError):
        return View.SENDING


def keep_view(folder: Path, view: View) -> None:
    """Keep it; a folder that cannot be written costs a tap the next time."""
    try:
        (folder / FILE_NAME).write_text(view.value, "ascii")
    except OSError:
        return


def _acts(serving: TableServing, service: TableServiceModel) -> tuple[OrderAct, ...]:
    courses, again = translate("RegisterScreen", "Courses, seats"), translate("RegisterScreen", "Same again")
    hold, fire = translate("RegisterScreen", "Hold"), translate("RegisterScreen", "Fire held")
    slips = translate("RegisterScreen", "Tips to enter")
    bill, charges = translate("RegisterScreen", "Print bill"), translate("RegisterScreen", "Service, gratuity")
    return (
        OrderAct("courses", courses, "utensils", serving.ask_courses, Group.DISHES, needs_order=False),
        OrderAct("repeat", again, "rotate-ccw", serving.repeat, Group.DISHES, needs_lines=True),
        OrderAct("hold", hold, "pause", serving.hold_line, Group.DISHES, needs_lines=True),
        OrderAct("fire", fire, "flame", serving.fire_line, Group.DISHES, needs_lines=True),
        OrderAct("check", bill, "receipt-text", service.print_check, Group.MONEY, needs_lines=True),
        OrderAct("slips", slips, "receipt", serving.ask_slips, Group.MONEY, needs_order=False),
        OrderAct("charges", charges, "hand-coins", serving.ask_charges, Group.MONEY),
    )
