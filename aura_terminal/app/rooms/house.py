"""The manager's screen with its rooms, in the order of the day's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aura_terminal.app.rooms.accounts import accounts_room
from aura_terminal.app.rooms.assistant import assistant_rooms
from aura_terminal.app.rooms.audit import audit_room
from aura_terminal.app.rooms.bridge import bridge_room
from aura_terminal.app.rooms.cash import cash_room
from aura_terminal.app.rooms.central_figures import central_figures_room
from aura_terminal.app.rooms.drills import drills_rooms
from aura_terminal.app.rooms.floor import floor_room
from aura_terminal.app.rooms.hours import hours_room
from aura_terminal.app.rooms.leads import leads_room
from aura_terminal.app.rooms.menu import menu_room
from aura_terminal.app.rooms.people import people_room
from aura_terminal.app.rooms.printers import printers_room
from aura_terminal.app.rooms.purchases import purchases_room
from aura_terminal.app.rooms.reports import reports_room
from aura_terminal.app.rooms.safekeeping import safekeeping_room
from aura_terminal.app.rooms.service import service_room
from aura_terminal.app.rooms.shop import shop_room, stations_room
from aura_terminal.app.rooms.tips import tips_room
from aura_terminal.ui.screens.rooms.screen import RoomsScreen

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts
    from aura_terminal.ui.room import Room


def rooms_screen(parts: RoomParts) -> RoomsScreen:
    """Every room, ready to be entered by who may."""
    return RoomsScreen(rooms_of(parts), parts.session, parts.theme)


def rooms_of(parts: RoomParts) -> tuple[Room, ...]:
    """The rooms there are: money, people, figures, what happened, the shop itself."""
    return (
        *drills_rooms(parts),
        cash_room(parts),
        tips_room(parts),
        accounts_room(parts),
        leads_room(parts),
        purchases_room(parts),
        hours_room(parts),
        reports_room(parts),
        central_figures_room(parts),
        audit_room(parts),
        menu_room(parts),
        people_room(parts),
        floor_room(parts),
        shop_room(parts),
        service_room(parts),
        stations_room(parts),
        printers_room(parts),
        bridge_room(parts),
        safekeeping_room(parts),
        *assistant_rooms(parts),
    )
