"""Words of the room of purchase orders."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.purchasing_facts import PurchaseStatus, ReceivedLine
from aura_terminal.ui.language.formats import date_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import QT_TRANSLATE_NOOP
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.view_models.purchases import Purchases

STATES: Mapping[PurchaseStatus, str] = {
    PurchaseStatus.DRAFT: QT_TRANSLATE_NOOP("Purchases", "draft"),
    PurchaseStatus.APPROVED: QT_TRANSLATE_NOOP("Purchases", "approved"),
    PurchaseStatus.SENT: QT_TRANSLATE_NOOP("Purchases", "sent"),
    PurchaseStatus.PARTLY_RECEIVED: QT_TRANSLATE_NOOP("Purchases", "partly here"),
    PurchaseStatus.RECEIVED: QT_TRANSLATE_NOOP("Purchases", "here"),
    PurchaseStatus.CANCELLED: QT_TRANSLATE_NOOP("Purchases", "cancelled"),
}


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Purchases", words)


def order_rows(page: Purchases, money: MoneyText) -> list[ChoiceRow]:
    """The orders; the one that is open is marked."""
    opened = None if page.sheet is None else page.sheet.row.purchase_id
    return [
        ChoiceRow(
            row.purchase_id, f"{row.supplier} · {row.number.removeprefix('PO-')}", tr(STATES[row.status]),
            int(row.purchase_id == opened), say=f"{row.number} {row.supplier} {money.total(row.amount)}",
        )
        for row in page.rows
    ]  # fmt: skip


def line_rows(page: Purchases, money: MoneyText) -> list[ChoiceRow]:
    """The lines of the order that is open: what is wanted of each, and what came or is about to be taken in."""
    if page.sheet is None:
        return []
    coming = {one.line_id: one for one in page.coming} if page.is_awaited else {}
    rows = []
    for line in page.sheet.lines:
        parts = [f"{_plain(line.quantity)} {line.unit}"]
        if line.accepted or line.rejected:
            parts.append(tr("{amount} here").format(amount=_plain(line.accepted)))
        if line.rejected:
            parts.append(tr("{amount} rejected").format(amount=_plain(line.rejected)))
        now = coming.get(line.line_id)
        spoken = " ".join((line.name, *parts, money.total(line.amount), coming_words(now)))
        is_coming = now is not None and bool(now.received)
        rows.append(ChoiceRow(line.line_id, line.name, " · ".join(parts), int(is_coming), say=spoken))
    return rows


def coming_words(now: ReceivedLine | None) -> str:
    """What is about to be taken in of a line."""
    if now is None or not now.received:
        return tr("nothing came")
    if now.rejected:
        return tr("{received} came, {rejected} rejected").format(
            received=_plain(now.received), rejected=_plain(now.rejected)
        )
    return tr("{received} came").format(received=_plain(now.received))


def sheet_words(page: Purchases, money: MoneyText) -> tuple[str, str]:
    """Which order it is and how it stands, and what is about to be taken in of it."""
    sheet = page.sheet
    if sheet is None:
        low = len([row for row in page.wanted if row.suggested > 0])
        words = tr("{count} supplies run low and are not on their way.").format(count=low)
        return "", words if low else tr("Nothing runs low that is not on its way.")
    row = sheet.row
    about = [f"{tr(STATES[row.status])} · {money.total(row.amount)}", row.supplier]
    if row.number_there:
        about.append(row.number_there)
    if row.required_on is not None:
        about.append(tr("wanted by {day}").format(day=date_text(row.required_on)))
    if sheet.cancelled:
        about.append(sheet.cancelled)
    if page.is_awaited:
        names = {line.line_id: line.name for line in sheet.lines}
        about += [f"{names[one.line_id]}: {coming_words(one)}" for one in page.coming]
    return row.number, "\n".join(about)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
