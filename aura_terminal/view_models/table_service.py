"""What a server does with the order on the counter beside its lines: courses, rounds, charges, and its check."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.documents import DocumentPut
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import ChargeId, LineId, OrderId
    from aura_terminal.domain.service_facts import CheckPrinted
    from aura_terminal.domain.service_rules import FrozenCharge, ServiceRules
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.use_cases.rounds import Repeated as Repeated
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Counter, Desk, Facts
    from aura_terminal.view_models.runner import Runner


class View(StrEnum):
    """How the lines of an order are put together on its panel."""

    SENDING = "sending"
    COURSE = "course"
    SEAT = "seat"
    BOTH = "both"


class TableServiceModel(QObject):
    """Verbs on the order on the counter; refusals come from the counter, approvals are its own.

    `changed` follows the house's rules, another view and other charges that could be put on. `repeated` carries how
    many things came once more and the names of what could not, `printed` the CheckPrinted.
    """

    changed = Signal()
    repeated = Signal(object)
    printed = Signal(object)

    def __init__(
        self, runner: Runner, counter: Counter, changes: Changes, view: View, keep_view: Callable[[View], None],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.counter = counter
        self._runner = runner
        self._view, self._keep_view = view, keep_view
        self._rules: ServiceRules | None = None
        self._addable: tuple[FrozenCharge, ...] = ()
        self._undo: tuple[OrderId, tuple[Fact, ...]] | None = None
        self.watch = Watch(changes, (DocumentPut,), self)
        self.watch.due.connect(self.refresh)

    @property
    def view(self) -> View:
        """How lines are put together here."""
        return self._view

    @property
    def addable(self) -> tuple[FrozenCharge, ...]:
        """Charges of the house that may be put on the order, as last read."""
        return self._addable

    def course_name(self, course: int) -> str:
        """What the house calls a course; "" where it has no name."""
        return "" if self._rules is None else self._rules.course_name(course)

    @property
    def rules(self) -> ServiceRules | None:
        """The house's rules, None until they were read."""
        return self._rules

    @Slot()
    def refresh(self) -> None:
        """Read the rules, and what may be put on the order, again."""
        order = self.counter.order
        self._runner.run(partial(_read, None if order is None else order.order_id), self._show)

    def look(self, view: View) -> None:
        """Put the lines together in another way, here from now on."""
        self._view = view
        self._keep_view(view)
        self.changed.emit()

    # Courses

    def move_course(self, course: int, to: int) -> None:
        """All of a course that is not sent goes with another."""
        self._on_order(lambda shop, by, order_id: shop.service.move_course(by, order_id, course, to).facts)

    def hold(self, line_ids: tuple[LineId, ...] | None = None) -> None:
        """Keep lines back when the rest is sent; the whole order where none are named."""
        self._on_order(lambda shop, by, order_id: shop.service.hold(by, order_id, line_ids).facts)

    def let_go(self, line_ids: tuple[LineId, ...] | None = None) -> None:
        """Let held lines go with the next sending."""
        self._on_order(lambda shop, by, order_id: shop.service.let_go(by, order_id, line_ids).facts)

    def fire_lines(self, line_ids: tuple[LineId, ...]) -> None:
        """Send these lines now, and no others."""
        self._on_order(lambda shop, by, order_id: shop.service.fire_lines(by, order_id, line_ids).facts)

    def fire_course(self, course: int, minutes: int = 0) -> None:
        """Have a course cooked now, or begun in so many minutes."""
        self._on_order(lambda shop, by, order_id: shop.service.fire_course(by, order_id, course, minutes).facts)

    # The same again

    def repeat(self, line_ids: tuple[LineId, ...] | None = None) -> None:
        """The last round, or these lines, once more."""
        self.counter.ask(partial(_repeat, line_ids), self._show_round, self._refuse)

    @Slot()
    def take_round_back(self) -> None:
        """Take off again what the last repeat put on, on the order it was put on."""
        undo, self._undo = self._undo, None
        if undo is not None:
            order_id, facts = undo
            self.counter.do(lambda desk, by, shop: shop.rounds.take_back(by, order_id, facts).facts)

    # Money

    def add_charge(self, charge_id: ChargeId) -> None:
        """Put a charge of the house on the order."""
        self._on_order(lambda shop, by, order_id: shop.service.add_charge(by, order_id, charge_id).facts)

    def waive(self, charge_id: ChargeId, reason: str) -> None:
        """Do not ask a charge, with somebody's approval where that is needed."""
        order = self.counter.order
        if order is not None:
            self.counter.do_approved(partial(_waive, order.order_id, charge_id, reason), reason)

    def restore(self, charge_id: ChargeId) -> None:
        """Ask what was waived after all."""
        self._on_order(lambda shop, by, order_id: shop.service.restore(by, order_id, charge_id).facts)

    @Slot()
    def print_check(self) -> None:
        """Bring the guests what they owe."""
        self.counter.ask(_print_check, self._show_printed, self._refuse)

    def take_unsent(self, reason: str) -> None:
        """Let money be taken before everything is sent, with somebody's approval where that is needed."""
        order = self.counter.order
        if order is not None:
            self.counter.do_approved(partial(_take_unsent, order.order_id, reason), reason)

    def _on_order(self, verb: Callable[[Shop, Actor, OrderId], Facts]) -> None:
        order = self.counter.order
        if order is not None:
            order_id = order.order_id
            self.counter.do(lambda desk, by, shop: verb(shop, by, order_id))

    def _show(self, read: tuple[ServiceRules, tuple[FrozenCharge, ...]]) -> None:
        self._rules, self._addable = read
        self.changed.emit()

    def _show_round(self, again: Repeated) -> None:
        self._undo = (again.done.order_id, again.done.facts)
        self.counter.do(lambda desk, by, shop: again.done.facts)  # they are committed: shown, and heard by all
        self.repeated.emit(again)

    def _show_printed(self, printed: CheckPrinted) -> None:
        self.counter.do(lambda desk, by, shop: (printed,))
        self.printed.emit(printed)

    def _refuse(self, broken: object) -> None:
        self.counter.refused.emit(broken)


def _read(order_id: OrderId | None, shop: Shop) -> tuple[ServiceRules, tuple[FrozenCharge, ...]]:
    return shop.service.rules(), () if order_id is None else shop.service.addable(order_id)


def _repeat(line_ids: tuple[LineId, ...] | None, desk: Desk, by: Actor, shop: Shop) -> Repeated:
    from aura_terminal.domain.errors import Rule, RuleBroken

    if desk.order_id is None:
        raise RuleBroken(Rule.NOTHING_TO_REPEAT)
    return shop.rounds.repeat(by, desk.order_id, line_ids)


def _print_check(desk: Desk, by: Actor, shop: Shop) -> CheckPrinted:
    from aura_terminal.domain.errors import Rule, RuleBroken

    if desk.order_id is None:
        raise RuleBroken(Rule.ORDER_EMPTY)
    return shop.guest_checks.print_check(by, desk.order_id)


def _waive(
    order_id: OrderId, charge_id: ChargeId, reason: str, approval: Approval | None, desk: Desk, by: Actor, shop: Shop
) -> Facts:
    return shop.service.waive(by, order_id, charge_id, reason, approval).facts


def _take_unsent(order_id: OrderId, reason: str, approval: Approval | None, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return shop.service.take_unsent(by, order_id, reason, approval).facts
