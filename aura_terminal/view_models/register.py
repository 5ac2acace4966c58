"""What a cashier does with the order on the counter: tiles, lines, the kitchen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import FireId, ItemId, LineId, OrderId
from aura_terminal.domain.kinds import OPEN_CODE, Availability, LineState
from aura_terminal.use_cases.asking import Asked, Done, Place
from aura_terminal.view_models.choosing import choosing_on, may_add
from aura_terminal.view_models.entry import EntryModel, Use
from aura_terminal.view_models.next_row import NextRow
from aura_terminal.view_models.price_levels import sheet_at

if TYPE_CHECKING:
    from aura_terminal.domain.service_rules import ChoicePolicy
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.reads import ItemSheet, LineRow, OrderSheet, TileRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.choosing import Choosing
    from aura_terminal.view_models.counter import Change, Counter, Desk, Facts

LineVerb: TypeAlias = "Callable[[Shop, Actor, OrderId], Done]"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A choice sheet that somebody waits for: for a new line, or for a line's other choices."""

    item_id: ItemId
    next: NextRow
    line: LineRow | None = None


@dataclass(frozen=True, slots=True)
class ToWeigh:
    """A scanned item that must be put on the scale first."""

    item_id: ItemId


class RegisterModel(QObject):
    """The lines of the order. Taps are queued and done in order, each against the order the one before it left.

    `changed` follows every commit and selection; `removed` carries the LineRow that was taken off, for undo; `sent` the
    LinesFired; `choices_wanted` a Choosing to put before the guest, which `add_choices` or `drop_choices` ends;
    `weighing_wanted` the id of an item that must be weighed;
    `open_wanted` the category of an open item that was tapped; `found` follows when a scanned or searched item was
    added or is being chosen on; `number_needed` says that a keypad function was tapped before any number,
    `lacking` what the menu still asks of a dish that was added, None for nothing.
    """

    changed = Signal()
    removed = Signal(object)
    sent = Signal(object)
    refused = Signal(object)
    choices_wanted = Signal(object)
    weighing_wanted = Signal(object)
    open_wanted = Signal(str)
    found = Signal()
    number_needed = Signal(object)
    lacking = Signal(object)

    def __init__(self, counter: Counter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counter = counter
        self.entry = EntryModel(self)
        self.place: Callable[[], Place] = Place
        self._selected: LineId | None = None
        self._unfolded: frozenset[FireId] = frozenset()
        self._removed_from: dict[LineId, OrderId] = {}
        self._before: dict[LineId, LineRow] = {}
        self._wanted: list[Wanted] = []
        self.choice_policy: ChoicePolicy | None = None
        self._choices: Choosing | None = None
        counter.changed.connect(self._follow)
        counter.refused.connect(self.refused)
        counter.unavailable.connect(self._wait_no_more)

    @property
    def order(self) -> OrderSheet | None:
        """The order as last committed."""
        return self.counter.order

    @property
    def selected(self) -> LineRow | None:
        """The selected line."""
        return self._line(self._selected)

    @property
    def unfolded(self) -> frozenset[FireId]:
        """The fires whose lines are shown one by one."""
        return self._unfolded

    @property
    def counts(self) -> dict[ItemId, int]:
        """How many of each item the order has."""
        counts: dict[ItemId, int] = {}
        for line in self.order.lines if self.order is not None else ():
            counts[line.item_id] = counts.get(line.item_id, 0) + line.quantity - line.voided
        return counts

    # Tiles, codes and choices

    def tap_tile(self, tile: TileRow) -> None:
        """One more of it, as many as the keypad says, or its choice sheet."""
        if tile.availability is Availability.EIGHTY_SIXED:
            self.refused.emit(RuleBroken(Rule.ITEM_NOT_SOLD, item=tile.name))
        elif tile.sku == OPEN_CODE:
            self.open_wanted.emit(tile.category_id)
        elif tile.by_weight:
            self.entry.clear()
            self.weighing_wanted.emit(tile.item_id)
        elif tile.asks:
            self._want(Wanted(tile.item_id, self.entry.take_next()))
        else:
            self.add(_asked(tile.item_id, self.entry.take_next()))

    def add(self, asked: Asked) -> None:
        """Put an item on the order."""
        self.counter.do(partial(_add, asked))

    def scan(self, code: str) -> None:
        """Add the item with exactly this barcode or SKU, or the only one a search for these words finds.

        Among several hits the person at the screen chooses.
        """
        next = self.entry.next
        self.entry.clear()
        self.counter.ask(partial(_scan, code, next), self._take_scanned, self.refused.emit)

    def change_choices(self, line_id: LineId) -> None:
        """Open the choice sheet of an unsent line."""
        line = self._line(line_id)
        if line is not None:
            self._want(Wanted(line.item_id if line.combo is None else line.combo.item_id, NextRow(), line))

    @Slot()
    def add_choices(self) -> None:
        """Add or update the line as chosen, once nothing is missing."""
        choices = self._choices
        if choices is None:
            return
        if not may_add(choices, self.choice_policy):
            self.refused.emit(choices.problem)
            return
        if choices.is_new:
            self.add(choices.asked)
            self.lacking.emit(choices.problem)
        elif self.order is not None:
            self.counter.do(partial(_on_order, self.order.order_id, choices.verb))
        self.drop_choices()

    @Slot()
    def drop_choices(self) -> None:
        """Close the choice sheet; the next one that waits is opened."""
        if self._choices is not None:
            self._choices.deleteLater()
            self._choices = None
            self._open_next()

    # Lines

    def select(self, line_id: LineId) -> None:
        """Select a line, or let go of the selected one."""
        self._selected = None if line_id == self._selected else line_id
        self.changed.emit()

    def fold(self, fire_id: FireId) -> None:
        """Show the lines of a fire one by one, or as one row again."""
        self._unfolded = self._unfolded ^ {fire_id}
        self.changed.emit()

    def step(self, line_id: LineId, by: int) -> None:
        """One more or fewer of an unsent line; none left takes it off."""
        self._on_line(line_id, partial(_step, line_id, by))

    def note(self, line_id: LineId, words: str) -> None:
        """Say something to the kitchen about a line."""
        self._on_line(line_id, partial(_note, line_id, words))

    def remove(self, line_id: LineId) -> None:
        """Take an unsent line off."""
        self._on_line(line_id, partial(_remove, line_id))

    def restore(self, line_id: LineId) -> None:
        """Put back what was taken off, on the order it was on."""
        order_id = self._removed_from.pop(line_id, None)
        if order_id is not None:
            self.counter.do(partial(_on_order, order_id, partial(_restore, line_id)))

    def void(self, line_id: LineId, quantity: int, reason: str) -> None:
        """Take back so many of a sent line, with somebody's approval where that is needed."""
        if self.order is not None:
            self.counter.do_approved(partial(_void, self.order.order_id, line_id, quantity, reason), reason)

    @Slot()
    def send(self) -> None:
        """Hand what is not sent yet to the kitchen."""
        self.counter.do(_send)

    @Slot()
    def fire_course(self) -> None:
        """Have the kitchen begin the next course that waits there."""
        self.counter.do(_fire_course)

    def use_entry(self, use: Use) -> None:
        """Give the typed number to the selected unsent line, or set it aside for the next tile."""
        number = self.entry.take_number()
        line = self.selected
        if number is None:
            self.number_needed.emit(use)
        elif line is None or line.state is not LineState.NEW:
            self.entry.set_aside(use, number)
        else:
            self._on_line(line.line_id, partial(_NUMBERED[use], line.line_id, number))

    def _line(self, line_id: LineId | None) -> LineRow | None:
        lines = self.order.lines if self.order is not None else ()
        return next((line for line in lines if line.line_id == line_id), None)

    def _on_line(self, line_id: LineId, verb: LineVerb) -> None:
        if self.order is not None and self._line(line_id) is not None:
            self.counter.do(partial(_on_order, self.order.order_id, verb))

    def _want(self, wanted: Wanted) -> None:
        last = self._wanted[-1] if self._wanted else None
        if last is not None and last.item_id == wanted.item_id and last.line is None and wanted.line is None:
            again = last.next.quantity + wanted.next.quantity
            self._wanted[-1] = Wanted(last.item_id, NextRow(again, last.next.seat, last.next.course))
            return
        self._wanted.append(wanted)
        if len(self._wanted) == 1 and self._choices is None:
            self._open_next()

    def _open_next(self) -> None:
        if self._wanted:
            item_id, line = self._wanted[0].item_id, self._wanted[0].line
            ask = partial(sheet_at, item_id, self.place(), None if line is None else line.level)
            self.counter.ask(ask, self._open, self._cannot_open)

    def _open(self, sheet: ItemSheet) -> None:
        if not self._wanted or self._wanted[0].item_id != sheet.item.id:
            return
        wanted = self._wanted.pop(0)
        lines = self.order.lines if self.order is not None else ()
        self._choices = choosing_on(sheet, wanted.next, wanted.line, lines, self)
        self.choices_wanted.emit(self._choices)

    def _cannot_open(self, broken: RuleBroken) -> None:
        self._wanted = self._wanted[1:]
        self.refused.emit(broken)
        self._open_next()

    @Slot()
    def _wait_no_more(self) -> None:
        self._wanted = []

    def _take_scanned(self, found: Change | Wanted | ToWeigh | None) -> None:
        if found is None:
            return
        if isinstance(found, Wanted):
            self._want(found)
        elif isinstance(found, ToWeigh):
            self.weighing_wanted.emit(found.item_id)
        else:
            self.counter.show(found)
        self.found.emit()

    @Slot(object)
    def _follow(self, facts: Facts) -> None:
        from aura_terminal.domain.order_facts import (
            LineAdded,
            LineQuantityChanged,
            LineRemoved,
            LineRestored,
            LinesFired,
        )

        for fact in facts:
            if isinstance(fact, LineAdded | LineQuantityChanged | LineRestored):
                self._selected = fact.line_id
            elif isinstance(fact, LinesFired):
                self._selected = None
                self.sent.emit(fact)
            elif isinstance(fact, LineRemoved):
                self._removed_from[fact.line_id] = fact.order_id
        if self.selected is None:
            self._selected = None
        self.changed.emit()
        for line in self._taken_off(facts):
            self.removed.emit(line)
        self._before = {line.line_id: line for line in self.order.lines} if self.order is not None else {}

    def _taken_off(self, facts: Facts) -> list[LineRow]:
        """What was removed, a combo once; nothing where something else took its place."""
        from aura_terminal.domain.order_facts import LineAdded, LineRemoved

        if any(isinstance(fact, LineAdded) for fact in facts):
            return []
        gone = [fact.line_id for fact in facts if isinstance(fact, LineRemoved)]
        lines = [self._before[line_id] for line_id in gone if line_id in self._before]
        return list({line.line_id if line.combo is None else line.combo.id: line for line in lines}.values())


def _asked(item_id: ItemId, next: NextRow) -> Asked:
    return Asked(item_id, quantity=next.quantity, seat=next.seat, course=next.course)


def _add(asked: Asked, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return desk.take(shop.ordering.add_item(by, desk.target, replace(asked, level=desk.level)))


def _scan(code: str, next: NextRow, desk: Desk, by: Actor, shop: Shop) -> Change | Wanted | ToWeigh | None:
    tile = shop.reads.menu.by_code(code)
    labelled = shop.weighing.add_labelled(by, desk.target, code) if tile is None else None
    if labelled is not None:
        return desk.look(shop, desk.take(labelled))
    hits = shop.reads.menu.search(code, 2)
    tile = tile or (hits[0] if len(hits) == 1 else None)
    if tile is None and hits:
        return None
    if tile is None:
        raise NotFound("item", code)
    if tile.availability is Availability.EIGHTY_SIXED:
        raise RuleBroken(Rule.ITEM_NOT_SOLD, item=tile.name)
    if tile.by_weight:
        return ToWeigh(tile.item_id)
    if tile.asks:
        return Wanted(tile.item_id, next)
    return desk.look(shop, _add(_asked(tile.item_id, next), desk, by, shop))


def _on_order(order_id: OrderId, verb: LineVerb, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return verb(shop, by, order_id).facts


def _step(line_id: LineId, by_how_many: int, shop: Shop, by: Actor, order_id: OrderId) -> Done:
    lines = shop.reads.orders.sheet(order_id).lines
    now = next((line.quantity for line in lines if line.line_id == line_id), None)
    if now is None:
        raise RuleBroken(Rule.LINE_GONE, line=line_id)
    if now + by_how_many < 1:
        return shop.ordering.remove_line(by, order_id, line_id)
    return shop.ordering.change_quantity(by, order_id, line_id, now + by_how_many)


def _quantity(line_id: LineId, quantity: int, shop: Shop, by: Actor, order_id: OrderId) -> Done:
    return shop.ordering.change_quantity(by, order_id, line_id, quantity)


def _course(line_id: LineId, course: int, shop: Shop, by: Actor, order_id: OrderId) -> Done:
    return shop.ordering.course_line(by, order_id, line_id, course)


def _seat(line_id: LineId, seat: int, shop: Shop, by: Actor, order_id: OrderId) -> Done:
    return shop.ordering.seat_line(by, order_id, line_id, seat)


_NUMBERED = {Use.QUANTITY: _quantity, Use.COURSE: _course, Use.SEAT: _seat}


def _note(line_id: LineId, words: str, shop: Shop, by: Actor, order_id: OrderId) -> Done:
    return shop.ordering.note_line(by, order_id, line_id, words)


def _remove(line_id: LineId, shop: Shop, by: Actor, order_id: OrderId) -> Done:
    return shop.ordering.remove_line(by, order_id, line_id)


def _restore(line_id: LineId, shop: Shop, by: Actor, order_id: OrderId) -> Done:
    return shop.ordering.restore_line(by, order_id, line_id)


def _send(desk: Desk, by: Actor, shop: Shop) -> Facts:
    if desk.order_id is None:
        raise RuleBroken(Rule.NOTHING_TO_SEND)
    return shop.ordering.send(by, desk.order_id).facts


def _fire_course(desk: Desk, by: Actor, shop: Shop) -> Facts:
    if desk.order_id is None:
        raise RuleBroken(Rule.NOTHING_TO_SEND)
    return shop.kitchen.fire_course(by, desk.order_id)


def _void(
    order_id: OrderId, line_id: LineId, quantity: int, reason: str,
    approval: Approval | None, desk: Desk, by: Actor, shop: Shop,
) -> Facts:  # fmt: skip
    return shop.ordering.void_line(by, order_id, line_id, quantity, reason, approval).facts
