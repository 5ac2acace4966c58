"""The room of value accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.app.central_settings import office_for
from aura_terminal.domain.capabilities import Capability
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts
    from aura_terminal.view_models.invoice_office import InvoiceOffice


def accounts_room(parts: RoomParts) -> Room:
    """For whoever looks after gift cards, deposits and house accounts."""

    def made() -> RoomPage:
        from aura_terminal.ui.screens.accounts.page import AccountsPage
        from aura_terminal.view_models.value_accounts import AccountsModel

        model = AccountsModel(parts.runner, parts.session, parts.changes, parts.now, parts.owner)
        return AccountsPage(model, parts.theme, parts.money, _invoice_office(parts))

    title = QCoreApplication.translate("RoomsScreen", "Accounts")
    return Room("accounts", title, "gift", frozenset({Permission.MANAGE_ACCOUNTS}), made)


def _invoice_office(parts: RoomParts) -> InvoiceOffice | None:
    """Whoever sends invoices; None where no back office is used for that, or no node speaks with it."""
    from aura_terminal.view_models.invoice_office import InvoiceOffice

    office = office_for(parts.settings.centrals, Capability.ACCOUNTING)
    return InvoiceOffice(parts.live, office, parts.owner) if parts.live is not None and office else None
