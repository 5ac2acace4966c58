"""Tickets in the words a cook reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import ModifierKind, OrderType
from aura_terminal.domain.shop import StationRole
from aura_terminal.ui.language.formats import clock_text, moment_text
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.widgets.chips import ChipRow
from aura_terminal.ui.widgets.ticket_rows import (
    AllergenRow,
    BoardWords,
    Change,
    Mark,
    ModifierRow,
    Strip,
    TicketLineRow,
    TicketRow,
)
from aura_terminal.view_models.kitchen_board import Card, CardLine, CardModifier, Progress

ICONS = {OrderType.DINE_IN: "utensils", OrderType.TAKEOUT: "shopping-bag", OrderType.DELIVERY: "bike"}
NO_TARGET = timedelta(days=365)
ALL = "all"
RITES = frozenset({"halal", "kosher"})
"""Diets that want tools of their own; what merely happens to be so (vegan, no gluten) is said when a guest asks."""
Local = Callable[[datetime], datetime]


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Kitchen", words)


def board_words() -> BoardWords:
    """What the board itself writes into tickets."""
    return BoardWords(late=tr("LATE"), void=tr("VOID"), due=tr("DUE"))


def chip_rows(counts: dict[OrderType, int]) -> list[ChipRow]:
    """The filters with their counts."""
    rows = [ChipRow(each.value, order_type_words(each), str(count)) for each, count in counts.items()]
    return [ChipRow(ALL, tr("All"), str(sum(counts.values()))), *rows]


class RowMaker:
    """Makes the board's rows; a card that is shown as before costs nothing."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Card, Mark, str, str, TicketRow]] = {}

    def rows(self, cards: Iterable[Card], now: datetime, local: Local, *, stations: bool) -> list[TicketRow]:
        """With `stations`, each ticket says whose it is."""
        before, self._made = self._made, {}
        rows = []
        for card in cards:
            mark, words = _mark(card, now)
            station = card.station_name if stations else ""
            known = before.get(card.ticket_id)
            if known is None or known[0] is not card or known[1:4] != (mark, words, station):
                known = (card, mark, words, station, _row(card, mark, words, station, local))
            self._made[card.ticket_id] = known
            rows.append(known[4])
        return rows


def late_words(row: TicketRow, now: datetime) -> str:
    """A late ticket in as few words as there are; whole minutes, so that they need no paint every second."""
    minutes = int((now - row.fired_at - row.target).total_seconds() // 60)
    return tr("{ticket} +{n} min").format(ticket=row.title, n=minutes)


def title_of(card: Card) -> str:
    """What a ticket is called across the kitchen: its table, its guest, or else how it leaves."""
    if card.table_name:
        return tr("T {table}").format(table=card.table_name)
    return card.guest_name or order_type_words(card.order_type)


def detail_of(card: Card) -> str:
    """Number, and who took it, or how it leaves where the title does not say so."""
    leaves = order_type_words(card.order_type) if card.guest_name and not card.table_name else ""
    return "  ·  ".join(filter(None, (card.number, leaves or card.server_name.split(" ")[0])))


def _row(card: Card, mark: Mark, mark_words: str, station: str, local: Local) -> TicketRow:
    printed = card.printed_at
    held = tr("HELD") if card.is_held and printed is None else ""
    return TicketRow(
        id=card.ticket_id,
        title=title_of(card),
        detail="  ·  ".join(filter(None, (_course(card), detail_of(card), station))),
        icon=ICONS[card.order_type],
        fired_at=card.begins_at,
        target=timedelta(minutes=card.target_minutes) if card.target_minutes else NO_TARGET,
        lines=tuple(_line(line, card) for line in card.lines),
        allergens=tuple(_strips(card, local)),
        mark=mark,
        mark_words=mark_words,
        finished_at=printed,
        elsewhere="" if printed is None else tr("already printed {time}").format(time=clock_text(local(printed))),
        due=timedelta(minutes=card.due_minutes) if card.due_minutes else None,
        held=held,
        ready=tr("READY") if card.is_ready and printed is None else "",
        changed=card.has_changed,
    )


def _course(card: Card) -> str:
    return tr("course {number}").format(number=card.course) if card.course else ""


def _mark(card: Card, now: datetime) -> tuple[Mark, str]:
    """The one thing that makes a ticket stand out, and its word."""
    if card.printed_at is not None:
        return Mark.NONE, tr("BACK") if card.generation else ""
    if card.rushed_at is not None:
        return Mark.RUSH, tr("RUSH")
    if card.is_held:
        return (Mark.NEXT, tr("NEXT")) if card.is_next else (Mark.NONE, "")
    if card.addition:
        return Mark.ADDITION, tr("ADD-ON")
    if card.generation > 0:
        return Mark.NEW, tr("BACK")
    return (Mark.NEW, tr("NEW")) if card.is_new(now) else (Mark.NONE, "")


def _strips(card: Card, local: Local) -> Iterator[AllergenRow]:
    """What is said across a ticket, the loudest first."""
    for words in card.allergies:
        yield AllergenRow(tr("ALLERGY"), words)
    for words in card.diets:
        yield AllergenRow(tr("DIET"), words, Strip.DIET)
    if card.unseen and not card.is_void and card.printed_at is None:
        yield AllergenRow(tr("VOID"), tr("{n} taken back: tap").format(n=card.unseen), Strip.CHANGE)
    if card.moved and card.printed_at is None:
        yield AllergenRow(tr("CHANGED"), tr("was {before}: tap").format(before=_before(card)), Strip.CHANGE)
    if card.progress:
        yield AllergenRow("", "  ·  ".join(_progress(each) for each in card.progress), Strip.NOTICE, "list-checks")
    elif card.also_at:
        yield AllergenRow(tr("ALSO AT"), ", ".join(card.also_at), Strip.NOTICE)
    if card.due_at is not None:
        yield AllergenRow(tr("PROMISED"), _time(card.due_at, card, local), Strip.NOTICE, "clock")
    if card.starts_at is not None and card.starts_at > card.fired_at and card.printed_at is None:
        yield AllergenRow(tr("START"), _time(card.starts_at, card, local), Strip.NOTICE, "hourglass")


def _time(instant: datetime, card: Card, local: Local) -> str:
    """The time of day, with the date where that is another one than when the ticket was fired."""
    at = local(instant)
    return clock_text(at) if at.date() == local(card.fired_at).date() else moment_text(at)


def _before(card: Card) -> str:
    """What it was called when it was fired."""
    if card.was_type is not None and card.was_type is not card.order_type:
        return order_type_words(card.was_type)
    return tr("T {table}").format(table=card.was_table)


def _progress(progress: Progress) -> str:
    if progress.is_done:
        return f"\N{CHECK MARK} {progress.station}"
    return f"{progress.station} {progress.ready}/{progress.wanted}"


def _line(line: CardLine, card: Card) -> TicketLineRow:
    changes = [ModifierRow(Change.DANGER, _danger_words(each), tr("CONTAINS")) for each in line.contains]
    if line.combo:
        changes.append(ModifierRow(Change.IN, line.combo, tr("IN")))
    changes += [_change(each, line.quantity) for each in line.modifiers if not each.part]
    for place, part in enumerate(line.parts, 1):
        changes.append(ModifierRow(Change.PART, "", part))
        changes += [_change(each, line.quantity) for each in line.modifiers if each.part == place]
    if line.note:
        changes.append(ModifierRow(Change.NOTE, line.note))
    changes += [ModifierRow(Change.DANGER, _danger_words(each), tr("NOT")) for each in line.against]
    if named := ", ".join(each for each in line.dietary if each in RITES):
        changes.append(ModifierRow(Change.DIET, named, tr("DIET")))
    if line.also_at and card.role is StationRole.PREP:
        changes.append(ModifierRow(Change.NOTE, tr("also at {stations}").format(stations=", ".join(line.also_at))))
    if line.seat:
        changes.append(ModifierRow(Change.NOTE, tr("seat {seat}").format(seat=line.seat)))
    if 0 < line.wanted < line.quantity:
        taken = tr("{voided} of {quantity}").format(voided=line.quantity - line.wanted, quantity=line.quantity)
        changes.append(ModifierRow(Change.NO, taken, tr("VOID")))
    quantity = line.quantity if line.is_void else line.wanted
    made = min(line.done, line.wanted)
    return TicketLineRow(line.line_id, quantity, line.name, tuple(changes), made, line.is_void)


def _danger_words(allergen: str) -> str:
    return allergen.replace("_", " ").upper()


def _change(modifier: CardModifier, of: int) -> ModifierRow:
    words = modifier.name if modifier.quantity == of else f"{modifier.quantity} × {modifier.name}"
    if modifier.word:
        return ModifierRow(Change.NO if modifier.kind is ModifierKind.NO else Change.ADD, words, modifier.word)
    if modifier.kind is ModifierKind.NO:
        return ModifierRow(Change.NO, words, tr("NO"))
    if modifier.kind is ModifierKind.ADD:
        return ModifierRow(Change.ADD, words, tr("ADD"))
    return ModifierRow(Change.NOTE, words)
