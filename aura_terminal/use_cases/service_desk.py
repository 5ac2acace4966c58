"""What happens at the table beside ordering: charges and tips decided, courses moved, held and fired."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aura_terminal.domain.charges import addable
from aura_terminal.domain.combos import whole_combos
from aura_terminal.domain.documents import DocumentPut, put
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.holding import must_hold
from aura_terminal.domain.ids import ChargeId, FireId, LineId, OrderId
from aura_terminal.domain.kinds import LineState, Permission
from aura_terminal.domain.lines import Line
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.routing import beginning
from aura_terminal.domain.service_facts import GRATUITY, LinesHeld, LinesLetGo
from aura_terminal.domain.service_rules import FrozenCharge, ServiceRules, check_rules
from aura_terminal.domain.shop import STORE_PROFILE, Area, StoreProfile
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.domain.waiving import add_charge, gratuity_of, restore, waive
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.house_service import service_rules
from aura_terminal.use_cases.kitchen_tickets import tickets_of_fires
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.sending import hand_over, put_on_paper
from aura_terminal.use_cases.service_terms import check_taxes
from aura_terminal.use_cases.unsent import must_be_chosen, take_unsent

LONGEST_WAIT = 240
"""Minutes a course may be put off."""


@dataclass(frozen=True, slots=True)
class Places:
    """What rules for service speak of: areas and tax categories by id and name, and the currency of amounts."""

    areas: tuple[tuple[str, str], ...]
    taxes: tuple[tuple[str, str], ...]
    currency: str


class ServiceDesk:
    """The verbs of whoever serves. Each is one transaction; RuleBroken means that nothing has changed."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    # The house's rules

    def rules(self) -> ServiceRules:
        """The rules in force."""
        with self._begin(SYSTEM) as work:
            return service_rules(work.documents)

    def places(self) -> Places:
        """What the rules may name."""
        with self._begin(SYSTEM) as work:
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            regime = work.documents.get(TaxRegime, profile.tax_regime)
            areas = sorted(work.documents.all(Area), key=lambda area: (area.position, area.id))
        return Places(tuple((area.id, area.name) for area in areas), regime.categories, profile.currency)

    def keep_rules(self, by: Actor, before: ServiceRules, after: ServiceRules) -> DocumentPut:
        """Put the rules; orders that are open stay under those they were opened with.

        Raises RuleBroken: CHANGED_SINCE, and what `check_rules` and `check_taxes` raise.
        """
        by.must(Permission.EDIT_SETTINGS)
        with self._begin(by.id) as work:
            if service_rules(work.documents) != before:
                raise RuleBroken(Rule.CHANGED_SINCE, name="service")
            check_taxes(work, check_rules(after))
            fact = put(after)
            work.keep(fact)
        return fact

    # Charges, and the tip the house asks

    def addable(self, order_id: OrderId) -> tuple[FrozenCharge, ...]:
        """Charges of the house that somebody may put on the order."""
        with self._begin(SYSTEM) as work:
            return addable(work.order(order_id))

    def add_charge(self, by: Actor, order_id: OrderId, charge_id: ChargeId) -> Done:
        """Put a charge of the house on the order. Needs the order's money token."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            fact = add_charge(self._held(work, order_id), charge_id, work.now, by.id)
            work.keep(fact)
        return Done(order_id, (fact,))

    def waive(
        self, by: Actor, order_id: OrderId, charge_id: ChargeId, reason: str, approval: Approval | None = None
    ) -> Done:
        """Do not ask a charge, or the house's tip (`GRATUITY`), of this order; needs WAIVE_SERVICE, or an approval."""
        with self._begin(by.id) as work:
            order = self._held(work, order_id)
            charged = next((one.amount for one in order.bill.charges if one.id == charge_id), None)
            gratuity = gratuity_of(order) if charge_id == GRATUITY else None
            amount = charged if gratuity is None else gratuity.amount
            allowed = approved(by, approval, work, Permission.WAIVE_SERVICE, reason, amount=amount)
            fact = waive(order, charge_id, work.now, by.id, reason, allowed)
            work.keep(fact)
        return Done(order_id, (fact,))

    def restore(self, by: Actor, order_id: OrderId, charge_id: ChargeId) -> Done:
        """Ask what was waived after all."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            fact = restore(self._held(work, order_id), charge_id, work.now, by.id)
            work.keep(fact)
        return Done(order_id, (fact,))

    # Courses

    def move_course(self, by: Actor, order_id: OrderId, course: int, to: int) -> Done:
        """Everything unsent of one course goes with another. Raises RuleBroken(NOTHING_TO_SEND) where nothing is."""
        return self._on_unsent(by, order_id, lambda line: line.course == course, lambda order, line: order.course_line(
            line.id, to
        ))  # fmt: skip

    def hold(self, by: Actor, order_id: OrderId, line_ids: Sequence[LineId] | None = None) -> Done:
        """Keep unsent lines back when the rest is sent; all of the order's where none are named."""
        return self._set_aside(by, order_id, line_ids, LinesHeld)

    def let_go(self, by: Actor, order_id: OrderId, line_ids: Sequence[LineId] | None = None) -> Done:
        """Let held lines go with the next sending."""
        return self._set_aside(by, order_id, line_ids, LinesLetGo)

    def fire_lines(self, by: Actor, order_id: OrderId, line_ids: Sequence[LineId]) -> Done:
        """Send these unsent lines now, held or not, and no others. Raises as sending does."""
        named = frozenset(line_ids)
        return self._fire(by, order_id, lambda line: line.id in named, 0)

    def fire_course(self, by: Actor, order_id: OrderId, course: int, minutes: int = 0) -> Done:
        """Have one course cooked now, or begun in so many minutes by the store's clock.

        What of it waits in the kitchen is released or told when to begin, what is not sent yet is sent; both are facts
        the stations count down from, so that it begins once, whichever terminal is on then. Raises
        RuleBroken(NOTHING_HELD) where nothing of the course is left, and QUANTITY_OUT_OF_RANGE for too long a wait.
        """
        if not 0 <= minutes <= LONGEST_WAIT:
            raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=minutes)
        by.must(Permission.SEND)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            order = work.order(order_id)
            begins = work.now + timedelta(minutes=minutes)
            facts = [*_released(work, self._ids, order, course, begins)]
            unsent = tuple(line for line in order.unsent if line.course == course)
            if unsent:
                facts += self._send(work, order, unsent, begins)
            if not facts:
                raise RuleBroken(Rule.NOTHING_HELD, order=order.number)
        return Done(order_id, tuple(facts))

    # What is not sent when money is taken

    def take_unsent(self, by: Actor, order_id: OrderId, reason: str, approval: Approval | None = None) -> Done:
        """A manager's word that money may be taken before the kitchen has everything; needs PAY_UNSENT.

        It goes to the kitchen then, or counts as sent without it where the house marks it so.
        """
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            facts = take_unsent(work, self._ids, self._terminal.label, by, work.order(order_id), reason, approval)
        return Done(order_id, facts)

    def _held(self, work: Work, order_id: OrderId) -> Order:
        order = work.order(order_id)
        must_hold(order, self._terminal.label, work.ledger.known())
        return order

    def _fire(self, by: Actor, order_id: OrderId, wanted: Callable[[Line], bool], minutes: int) -> Done:
        by.must(Permission.SEND)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            order = work.order(order_id)
            lines = tuple(line for line in order.unsent if wanted(line))
            facts = self._send(work, order, lines, work.now + timedelta(minutes=minutes))
        return Done(order_id, tuple(facts))

    def _send(self, work: Work, order: Order, lines: Sequence[Line], begins: datetime) -> Iterable[Fact]:
        must_be_chosen(work, lines)
        fired = order.send(FireId(self._ids.new()), work.now, lines)
        return hand_over(work, order, fired, self._ids, self._terminal.label, begins=begins)

    def _on_unsent(
        self, by: Actor, order_id: OrderId, which: Callable[[Line], bool], decide: Callable[[Order, Line], Fact]
    ) -> Done:
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            lines = [line for line in order.unsent if which(line)]
            if not lines:
                raise RuleBroken(Rule.NOTHING_TO_SEND)
            facts = tuple(decide(order, line) for line in lines)
            work.keep(*facts)
        return Done(order_id, facts)

    def _set_aside(
        self, by: Actor, order_id: OrderId, line_ids: Sequence[LineId] | None, kind: type[LinesHeld | LinesLetGo]
    ) -> Done:
        by.must(Permission.SEND)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            named = [line.id for line in order.unsent] if line_ids is None else whole_combos(order, line_ids)
            lines = [order.line(line_id) for line_id in named]
            for line in lines:
                if line.state is not LineState.NEW:
                    raise RuleBroken(Rule.LINE_ALREADY_SENT, line=line.sold.name)
            if not lines:
                raise RuleBroken(Rule.NOTHING_TO_SEND)
            homes: dict[OrderId, list[LineId]] = {}
            for line in lines:
                homes.setdefault(line.home, []).append(line.id)
            facts = tuple(kind(home, tuple(ids)) for home, ids in homes.items())
            work.keep(*facts)
        return Done(order_id, facts)


def _released(work: Work, ids: Ids, order: Order, course: int, begins: datetime) -> Iterable[Fact]:
    """Tickets of the course that wait in the kitchen are begun now, or told when to."""
    held = [one for one in tickets_of_fires(work, order.fires) if one.is_held and not one.is_bumped]
    facts: list[Fact] = []
    for ticket in held:
        if ticket.fired is None or ticket.fired.course != course:
            continue
        later = begins > work.now
        facts += (ticket.hold(begins, work.now),) if later else ticket.release(work.now)
        put_on_paper(work, ids, (beginning(ticket.fired, begins),))
    work.keep(*facts)
    return facts
