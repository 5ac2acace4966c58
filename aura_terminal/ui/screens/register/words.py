"""What the register shows, in people's words: rows of the shop made into rows of widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Availability, LineState, ModifierKind
from aura_terminal.ui.counting import counted
from aura_terminal.ui.discount_rows import discount_rows
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.screens.register.delivery_words import course_row, station_rows
from aura_terminal.ui.screens.register.line_words import combo_name, rows_of_lines
from aura_terminal.ui.widgets import category_rail, order_rows, tile_rows
from aura_terminal.ui.widgets.chips import ChipRow

if TYPE_CHECKING:
    from aura_terminal.domain.ids import FireId, LineId
    from aura_terminal.domain.menu import ChosenModifier
    from aura_terminal.domain.weighing import Weighed
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.view_models.deliveries import FireDelivery
    from aura_terminal.view_models.rows import CategoryRow, LineRow, NewOrder, NextRow, OrderSheet, TileRow

translate = QCoreApplication.translate
LEAFY = ("vegan", "vegetarian")
DOT = "  ·  "
ALL = "*"
FEW = 5
NO_LEDGER: Mapping[FireId, FireDelivery] = MappingProxyType({})
Local = Callable[[datetime], datetime]


def rail_rows(categories: Iterable[CategoryRow]) -> list[category_rail.CategoryRow]:
    """The categories as buttons of the rail."""
    return [category_rail.CategoryRow(row.id, row.name, row.icon, row.colour) for row in categories]


def chip_rows(category: str, tags: Sequence[str]) -> list[ChipRow]:
    """The tags of a category behind a chip for all of them; none where there is nothing to choose between."""
    if not tags:
        return []
    every = translate("RegisterScreen", "All {category}").format(category=category.lower())
    return [ChipRow(ALL, every), *(ChipRow(tag, tag) for tag in tags)]


def tile_row(tile: TileRow, count: int, money: MoneyText) -> tile_rows.TileRow:
    """An item as a tile."""
    price = money.amount(tile.price)
    if tile.is_from_price:
        price = translate("RegisterScreen", "from {price}").format(price=price)
    sold_out = translate("RegisterScreen", "Sold out") if tile.availability is Availability.EIGHTY_SIXED else ""
    return tile_rows.TileRow(
        id=tile.item_id,
        name=tile.name,
        price=price,
        category=tile.colour,
        count=str(count) if count else "",
        sold_out=sold_out,
        low="" if sold_out else left_words(tile.left),
        left=left_tone(tile.left),
        mark="leaf" if any(each in LEAFY for each in tile.dietary) else "",
        opens=tile.asks or tile.by_weight,
    )


def left_words(left: int | None) -> str:
    """How many are left; "" where nobody counts."""
    if left is None:
        return ""
    words = translate("RegisterScreen", "{left} left") if left else translate("RegisterScreen", "None left")
    return words.format(left=left)


def left_tone(left: int | None) -> tile_rows.Left:
    """Grey above five, amber from five to one, red at nothing."""
    if left is None or left > FEW:
        return tile_rows.Left.ENOUGH
    return tile_rows.Left.FEW if left else tile_rows.Left.NONE


def title_words(order: OrderSheet | None, new: NewOrder) -> str:
    """The order's headline: its table, or how it is handed over."""
    if order is None:
        return translate("RegisterScreen", "New order")
    if order.table_name:
        return translate("RegisterScreen", "Table {table}").format(table=order.table_name)
    return order.guest_name or order_type_words(order.order_type)


def detail_words(order: OrderSheet | None, new: NewOrder) -> str:
    """The order's kind, guests and name, as far as the headline does not say them; a known guest is told elsewhere."""
    shown = new if order is None else order
    title = title_words(order, new)
    parts = [order_type_words(shown.order_type)]
    if shown.guests:
        parts.append(guests_words(shown.guests))
    if order is None or order.guest_id is None:
        parts.append(shown.guest_name)
    return DOT.join(part for part in parts if part and part != title)


def guests_words(guests: int) -> str:
    """So many guests."""
    return counted("RegisterScreen", "1 guest", "{guests} guests", guests).format(guests=guests)


def items_words(items: int) -> str:
    """So many items."""
    return counted("RegisterScreen", "1 item", "{items} items", items).format(items=items)


def entry_words(digits: str, next: NextRow) -> str:
    """What the keypad holds; "" when it holds nothing."""
    if digits:
        return translate("RegisterScreen", "{digits} – tap an item, Qty, Course or Seat").format(digits=digits)
    parts = []
    if next.quantity != 1:
        parts.append(f"{next.quantity} ×")
    if next.course is not None:
        parts.append(translate("RegisterScreen", "course {course}").format(course=next.course))
    if next.seat:
        parts.append(translate("RegisterScreen", "seat {seat}").format(seat=next.seat))
    return translate("RegisterScreen", "Next: {what}").format(what=DOT.join(parts)) if parts else ""


def removed_words(line: LineRow) -> str:
    """What was taken off."""
    return translate("RegisterScreen", "Removed {quantity} × {name}").format(
        quantity=line.quantity, name=combo_name(line)
    )


def panel_rows(
    order: OrderSheet,
    selected: LineId | None,
    unfolded: frozenset[FireId],
    local: Local,
    money: MoneyText,
    ledger: Mapping[FireId, FireDelivery] = NO_LEDGER,
    discount: str = "",
) -> list[order_rows.OrderRow]:
    """The order as rows: what was sent together folded into one, then what is not sent yet, course by course, then
    what comes off."""

    def row(line: LineRow) -> order_rows.LineRow:
        return line_row(line, line.line_id == selected, money)

    rows: list[order_rows.OrderRow] = []
    for fire in order.fires:
        delivery = ledger.get(fire.fire_id)
        rows.append(course_row(fire, items_words(fire.items), delivery, local, money))
        if fire.fire_id in unfolded:
            rows.extend(station_rows(fire, delivery, local))
            sent = (line for line in order.lines if line.fire_id == fire.fire_id)
            rows.extend(rows_of_lines(sent, order.lines, row, money))
    unsent = [line for line in order.lines if line.state is LineState.NEW]
    courses = sorted({line.course for line in unsent})
    for course in courses:
        lines = [line for line in unsent if line.course == course]
        rows.append(_section(course, sum(line.quantity for line in lines), len(courses)))
        rows.extend(rows_of_lines(lines, order.lines, row, money))
    return [*rows, *discount_rows(order, money, discount)]


def _section(course: int, items: int, courses: int) -> order_rows.SectionRow:
    words = translate("RegisterScreen", "Not sent yet")
    if course and courses > 1:
        words = translate("RegisterScreen", "Course {course}, not sent yet").format(course=course)
    detail = translate("RegisterScreen", "{items} new").format(items=items)
    return order_rows.SectionRow(f"course-{course}", words, detail)


def line_row(line: LineRow, selected: bool, money: MoneyText) -> order_rows.LineRow:
    """One line; its choices and remarks below it, the verbs that fit its state when it is selected."""
    tones = {LineState.SENT: order_rows.LineTone.SENT, LineState.VOIDED: order_rows.LineTone.VOIDED}
    left = line.quantity - line.voided
    return order_rows.LineRow(
        id=line.line_id,
        quantity=str(left or line.quantity),
        name=line.name,
        amount=money.amount(line.price),
        notes=tuple(_notes(line, money)),
        tone=tones.get(line.state, order_rows.LineTone.NEW),
        selected=selected,
        steps=line.state is LineState.NEW and line.weighed is None,
        actions=_actions(line) if selected else (),
    )


def modifier_words(modifier: ChosenModifier, units: int, money: MoneyText) -> str:
    """A choice on a line: how many when not on every unit, plus or no, and what it adds."""
    count = "" if modifier.quantity == units else f"{modifier.quantity} × "
    price = f" {money.amount(modifier.price)}" if modifier.price else ""
    if modifier.word:
        return f"{count}{modifier.said}{price}"
    match modifier.kind:
        case ModifierKind.ADD:
            return f"{count}+ {modifier.said}{price}"
        case ModifierKind.NO:
            name = modifier.said.lower()
            return count + translate("RegisterScreen", "no {what}").format(what=name) + price
        case ModifierKind.CHOICE:
            return f"{count}{modifier.said}{price}"


def _notes(line: LineRow, money: MoneyText) -> Iterable[str]:
    if line.weighed is not None:
        yield weighed_words(line.weighed, money)
    for modifier in line.modifiers:
        yield modifier_words(modifier, line.quantity, money)
    if line.level:
        yield line.level
    if line.note:
        yield line.note
    if line.seat:
        yield translate("RegisterScreen", "seat {seat}").format(seat=line.seat)
    if line.voided and line.voided < line.quantity:
        yield translate("RegisterScreen", "{voided} voided").format(voided=line.voided)


def weighed_words(weighed: Weighed, money: MoneyText) -> str:
    """What was weighed, at which price; a typed weight says so."""
    from aura_terminal.domain.weighing import PriceUnit, WeightSource, kilograms

    unit = "kg" if weighed.unit is PriceUnit.KILOGRAM else "100 g"
    words = f"{kilograms(weighed.net)} kg × {money.amount(weighed.price)}/{unit}"
    typed = translate("RegisterScreen", "weight typed") if weighed.source is WeightSource.TYPED else ""
    return DOT.join(part for part in (words, typed) if part)


def _actions(line: LineRow) -> tuple[order_rows.LineAction, ...]:
    match line.state:
        case LineState.NEW if line.has_choices:  # more than two buttons leave room for icons only
            return (
                order_rows.LineAction("choices", "", "list-checks"),
                order_rows.LineAction("note", "", "message-square"),
                order_rows.LineAction("price", "", "percent"),
                order_rows.LineAction("remove", "", "trash-2", grave=True),
            )
        case LineState.NEW:
            return (
                order_rows.LineAction("note", "", "message-square"),
                order_rows.LineAction("price", "", "percent"),
                order_rows.LineAction("move", "", "arrow-right-left"),
                order_rows.LineAction("remove", "", "trash-2", grave=True),
            )
        case LineState.SENT:
            return (
                order_rows.LineAction("price", "", "percent"),
                order_rows.LineAction("move", "", "arrow-right-left"),
                order_rows.LineAction("void", translate("RegisterScreen", "Void"), "ban", grave=True),
            )
        case _:
            return ()
