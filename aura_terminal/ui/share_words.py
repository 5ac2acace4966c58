"""Shares of a bill in people's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.payments import CARD, CASH

if TYPE_CHECKING:
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.view_models.rows import ShareRow

translate = QCoreApplication.translate
SEAT, SEATS = "Seat ", "Seats "


def share_name(share: ShareRow) -> str:
    """What people call a share."""
    if share.name.startswith(SEATS):
        return translate("Sharing", "Seats {seats}").format(seats=share.name.removeprefix(SEATS))
    if share.name.startswith(SEAT):
        return translate("Sharing", "Seat {seat}").format(seat=share.name.removeprefix(SEAT))
    place, _, of = share.name.partition(" of ")
    if place.isdecimal() and of.isdecimal():
        return translate("Sharing", "{place} of {of}").format(place=place, of=of)
    return share.name


def share_detail(share: ShareRow, money: MoneyText) -> str:
    """What is due of it, or what it was paid with."""
    if not share.is_paid:
        return money.amount(share.due)
    words = {CASH: translate("Sharing", "cash"), CARD: translate("Sharing", "card")}
    tenders = dict.fromkeys(words.get(one.tender, one.tender) for one in share.payments)
    paid = translate("Sharing", "paid by {tender} {amount}")
    return paid.format(tender=", ".join(tenders), amount=money.amount(share.paid))
