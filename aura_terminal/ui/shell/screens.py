"""The screens a window is given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.widgets.top_bar import Destination

if TYPE_CHECKING:
    from aura_terminal.ui.screens.kitchen.screen import KitchenScreen


class View(StrEnum):
    """A place in the window; the words are those of `--view`."""

    REGISTER = "register"
    PAYMENT = "payment"
    ORDERS = "orders"
    KITCHEN = "kitchen"
    CONFLICTS = "conflicts"
    BACK_OFFICE = "back_office"
    TERMINALS = "terminals"
    RESERVATIONS = "reservations"
    WAITING = "waiting"
    ERRANDS = "errands"
    DEVICES = "devices"
    DAY = "day"
    MANAGER = "manager"
    TABLES = "tables"
    LOOK = "look"


KEYS = {
    View.REGISTER: "F1",
    View.ORDERS: "F2",
    View.KITCHEN: "F3",
    View.CONFLICTS: "F4",
    View.BACK_OFFICE: "F5",
    View.RESERVATIONS: "F6",
    View.WAITING: "Shift+F6",
    View.ERRANDS: "Ctrl+F6",
    View.DEVICES: "F7",
    View.DAY: "F8",
    View.MANAGER: "F9",
    View.TABLES: "F10",
}
EVERYWHERE = (View.TERMINALS, View.DEVICES, View.LOOK)
"""Pages that every window has, that of a kitchen alone as well."""
BEHIND_STATUS = (*EVERYWHERE, View.DAY)
"""Pages that the sheet behind the status pill leads to."""
PLACES = {
    View.PAYMENT: View.REGISTER,
    View.RESERVATIONS: View.ORDERS,
    View.WAITING: View.ORDERS,
    View.ERRANDS: View.ORDERS,
}


@dataclass(frozen=True, slots=True)
class Screens:
    """Screens already made, ready to be shown; one that is None is not offered.

    The register may be there alone at first: `ShellWindow.offer` takes the others once the first frame is painted.
    """

    register: QWidget | None = None
    payment: QWidget | None = None
    orders: QWidget | None = None
    kitchen: KitchenScreen | None = None
    sign_in: QWidget | None = None

    def views(self) -> dict[View, QWidget]:
        """The pages there are, in the order of the navigation."""
        pages = {
            View.REGISTER: self.register,
            View.PAYMENT: self.payment,
            View.ORDERS: self.orders,
            View.KITCHEN: self.kitchen,
        }
        return {view: screen for view, screen in pages.items() if screen is not None}


def place_of(view: View) -> View:
    """The destination a screen belongs to: paying is done at the register, reservations are orders to come."""
    return PLACES.get(view, view)


def destinations() -> tuple[Destination, ...]:
    """Where the navigation can lead, in its order."""
    return (
        Destination(View.REGISTER, QCoreApplication.translate("ShellWindow", "Register"), "receipt-euro"),
        Destination(View.TABLES, QCoreApplication.translate("ShellWindow", "Tables"), "armchair"),
        Destination(View.ORDERS, QCoreApplication.translate("ShellWindow", "Orders"), "layers"),
        Destination(View.KITCHEN, QCoreApplication.translate("ShellWindow", "Kitchen"), "chef-hat"),
        Destination(View.CONFLICTS, QCoreApplication.translate("ShellWindow", "To decide"), "scale"),
        Destination(View.BACK_OFFICE, QCoreApplication.translate("ShellWindow", "Back office"), "cloud"),
        Destination(View.MANAGER, QCoreApplication.translate("ShellWindow", "Manager"), "clipboard-list"),
    )
