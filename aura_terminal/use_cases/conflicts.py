"""Deciding what terminals did at the same time: every choice is a fact, with who allowed it and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

from aura_terminal.domain.combos import generation
from aura_terminal.domain.conflicts import Choice, Conflict, choices_for, conflicts_of, conflicts_of_stock
from aura_terminal.domain.deciding import (
    carried_over,
    decided,
    is_about_money,
    late_quantities,
    money_facts,
    open_conflict,
    paid_from,
    written_off,
)
from aura_terminal.domain.drawer import DrawerOpened, OpeningReason
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.holding import must_hold
from aura_terminal.domain.ids import ComboId, ItemId, LineId, OrderId
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.menu import Item
from aura_terminal.domain.moving import LinesMoved, LineSplit
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.settling import Act, ChoiceCode, ConflictKind, PaymentRefunded
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.card_holding import must_be_decided
from aura_terminal.use_cases.drawers import drawer_used, kick, refund_title
from aura_terminal.use_cases.ordering import opening_of
from aura_terminal.use_cases.value_moves import overdraft_settled, value_follows


class Conflicts:
    """What is to be decided, and the decisions. They need the right RESOLVE_CONFLICT, or an approval, and a reason."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def of_order(self, by: Actor, order_id: OrderId) -> tuple[tuple[Conflict, tuple[Choice, ...]], ...]:
        """What is open on an order, each with its choices and what they do to the money."""
        with self._begin(by.id) as work:
            return tuple((one, choices_for(one)) for one in conflicts_of(work.order(order_id)))

    def decide(
        self, by: Actor, conflict_id: str, choice: ChoiceCode, reason: str, approval: Approval | None = None
    ) -> Done:
        """Settle a conflict of an order by one of its choices; answers the order that the guest's check is on now.

        Raises RuleBroken: APPROVAL_NEEDED, REASON_NEEDED, CONFLICT_GONE when somebody settled it already,
        CHOICE_NOT_OFFERED, and TOKEN_ELSEWHERE or TOKEN_ON_ITS_WAY where money is concerned: of the order, and of the
        one that money is carried over to; CARD_UNDECIDED while a card may be taking that money, or giving it back.
        """
        order_id = OrderId(conflict_id.partition("/")[0])
        with self._begin(by.id) as work:
            said = reason_given(reason)
            allowed = approved(by, approval, work, Permission.RESOLVE_CONFLICT, said)
            if f"/{ConflictKind.OVERDRAWN}/" in conflict_id:
                act = Act(work.now, work.today, self._terminal.label, replace(allowed, purpose=said))
                return Done(OrderId(""), overdraft_settled(work, self._ids, conflict_id, choice, act))
            if conflict_id.endswith(f"/{ConflictKind.OVERSOLD}"):
                return self._settle_stock(work, ItemId(order_id), choice)
            order = work.order(order_id)
            conflict = open_conflict(order, conflict_id, choice)
            if is_about_money(conflict):
                must_hold(order, self._terminal.label, work.ledger.known())
                must_be_decided(work, order_id)
            if choice is ChoiceCode.CARRY_OVER:
                must_hold(work.order(OrderId(conflict.detail("into"))), self._terminal.label, work.ledger.known())
            act = Act(work.now, work.today, self._terminal.label, allowed)
            facts: list[Fact] = [decided(order, conflict, choice, act)]
            check = order_id
            if choice is ChoiceCode.NEW_CHECK:
                check, moved = self._new_check(work, by, order)
                facts.extend(moved)
            else:
                facts.extend(self._settled(order, conflict, choice, act))
            facts = list(value_follows(order, choice, facts, self._ids))
            facts = self._out_of_drawer(work, by, order, facts)
            work.keep(*facts)
        return Done(check, tuple(facts))

    def _settled(self, order: Order, conflict: Conflict, choice: ChoiceCode, act: Act) -> tuple[Fact, ...]:
        if choice is ChoiceCode.WRITE_OFF:
            return written_off(order, act)
        if choice is ChoiceCode.CARRY_OVER:
            return carried_over(order, OrderId(conflict.detail("into")), act, self._ids.new)
        return money_facts(order, conflict, choice, act, self._ids.new)

    def _new_check(self, work: Work, by: Actor, order: Order) -> tuple[OrderId, tuple[Fact, ...]]:
        """A new order, opened here, with what came too late."""
        new = NewOrder(order.order_type, order.table_id, guest_name=order.guest_name)
        opened = opening_of(work, self._ids, self._terminal, by, new, split_from=order.id)
        facts: list[Fact] = [opened]
        homes: dict[OrderId, list[LineId]] = {}
        combos: dict[tuple[ComboId, int], ComboId] = {}
        for line_id, quantity in late_quantities(order).items():
            line, moved = order.lines[line_id], line_id
            if quantity < line.charged_quantity:
                moved, mark = LineId(self._ids.new()), line.sold.combo
                key = None if mark is None else (mark.id, generation(line))
                combo = None if key is None else combos.setdefault(key, ComboId(self._ids.new()))
                facts.append(LineSplit(line.home, line_id, moved, quantity, combo))
            homes.setdefault(line.home, []).append(moved)
        facts.extend(LinesMoved(home, tuple(lines), opened.order_id, work.now) for home, lines in homes.items())
        return opened.order_id, tuple(facts)

    def _out_of_drawer(self, work: Work, by: Actor, order: Order, facts: list[Fact]) -> list[Fact]:
        """Cash that is given back comes out of the drawer this person uses here, and names its session."""
        if not any(_is_cash_back(fact) for fact in facts):
            return facts
        use = drawer_used(work, self._terminal, by.id)
        work.spool(kick(self._ids, use.place, refund_title(order.number), order.id))
        named = [paid_from(fact, use.session_id) if _is_cash_back(fact) else fact for fact in facts]
        return [*named, DrawerOpened(use.place.id, work.now, OpeningReason.REFUND, order.id)]

    def _settle_stock(self, work: Work, item_id: ItemId, choice: ChoiceCode) -> Done:
        level = work.stock(item_id)
        if not conflicts_of_stock(level, work.documents.get(Item, item_id).name):
            raise RuleBroken(Rule.CONFLICT_GONE)
        if choice not in (ChoiceCode.COUNT_AGAIN, ChoiceCode.EIGHTY_SIX):
            raise RuleBroken(Rule.CHOICE_NOT_OFFERED)
        fact = level.eighty_six(work.now) if choice is ChoiceCode.EIGHTY_SIX else level.count(0, work.now)
        work.keep(fact)
        return Done(OrderId(""), (fact,))


def _is_cash_back(fact: Fact) -> TypeGuard[PaymentRefunded]:
    """Whether a drawer opens for it: what goes back to a value account needs none."""
    return isinstance(fact, PaymentRefunded) and fact.refund.account is None
