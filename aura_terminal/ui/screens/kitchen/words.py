"""Tickets in the words a cook reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import ModifierKind, OrderType
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.widgets.chips import ChipRow
from aura_terminal.ui.widgets.ticket_rows import (
    AllergenRow,
    BoardWords,
    Change,
    Mark,
    ModifierRow,
    TicketLineRow,
    TicketRow,
)
from aura_terminal.view_models.kitchen_board import Card, CardLine, CardModifier

ICONS = {OrderType.DINE_IN: "utensils", OrderType.TAKEOUT: "shopping-bag", OrderType.DELIVERY: "bike"}
NO_TARGET = timedelta(days=365)
ALL = "all"
Local = Callable[[datetime], datetime]


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Kitchen", words)


def board_words() -> BoardWords:
    """What the board itself writes into tickets."""
    return BoardWords(late=tr("LATE"), void=tr("VOID"))


def chip_rows(counts: dict[OrderType, int]) -> list[ChipRow]:
    """The filters with their counts."""
    rows = [ChipRow(each.value, order_type_words(each), str(count)) for each, count in counts.items()]
    return [ChipRow(ALL, tr("All"), str(sum(counts.values()))), *rows]


def ticket_rows(cards: Iterable[Card], now: datetime, local: Local, *, stations: bool) -> list[TicketRow]:
    """The board's rows; with `stations`, each ticket says whose it is."""
    return [_row(card, now, card.station_name if stations else "", local) for card in cards]


def title_of(card: Card) -> str:
    """What a ticket is called across the kitchen: its table, its guest, or else how it leaves."""
    if card.table_name:
        return tr("T {table}").format(table=card.table_name)
    return card.guest_name or order_type_words(card.order_type)


def detail_of(card: Card) -> str:
    """Number, and who took it, or how it leaves where the title does not say so."""
    leaves = order_type_words(card.order_type) if card.guest_name and not card.table_name else ""
    return "  ·  ".join(filter(None, (card.number, leaves or card.server_name.split(" ")[0])))


def _row(card: Card, now: datetime, station: str, local: Local) -> TicketRow:
    printed = card.printed_at
    is_new = card.is_new(now) and printed is None
    back = card.generation > 0
    return TicketRow(
        id=card.ticket_id,
        title=title_of(card),
        detail="  ·  ".join(filter(None, (detail_of(card), station))),
        icon=ICONS[card.order_type],
        fired_at=card.fired_at,
        target=timedelta(minutes=card.target_minutes) if card.target_minutes else NO_TARGET,
        lines=tuple(_line(line) for line in card.lines),
        allergens=tuple(AllergenRow(tr("ALLERGY"), words) for words in card.allergies),
        mark=Mark.NEW if is_new or back else Mark.NONE,
        mark_words=tr("NEW") if is_new else tr("BACK") if back else "",
        finished_at=printed,
        elsewhere="" if printed is None else tr("already printed {time}").format(time=f"{local(printed):%H:%M}"),
    )


def _line(line: CardLine) -> TicketLineRow:
    changes = [_change(each, line.quantity) for each in line.modifiers]
    if line.note:
        changes.append(ModifierRow(Change.NOTE, line.note))
    if line.seat:
        changes.append(ModifierRow(Change.NOTE, tr("seat {seat}").format(seat=line.seat)))
    if 0 < line.wanted < line.quantity:
        taken = tr("{voided} of {quantity}").format(voided=line.quantity - line.wanted, quantity=line.quantity)
        changes.append(ModifierRow(Change.NO, taken, tr("VOID")))
    quantity = line.quantity if line.is_void else line.wanted
    made = min(line.done, line.wanted)
    return TicketLineRow(line.line_id, quantity, line.name, tuple(changes), made, line.is_void)


def _change(modifier: CardModifier, of: int) -> ModifierRow:
    words = modifier.name if modifier.quantity == of else f"{modifier.quantity} × {modifier.name}"
    if modifier.kind is ModifierKind.NO:
        return ModifierRow(Change.NO, words, tr("NO"))
    if modifier.kind is ModifierKind.ADD:
        return ModifierRow(Change.ADD, words, tr("ADD"))
    return ModifierRow(Change.NOTE, words)
