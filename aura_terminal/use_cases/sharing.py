"""Bills paid in shares, papers for each share, and separate checks for each seat in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace

from aura_terminal.domain.bill_sharing import one_bill, paid_shares, print_share, share_bill
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId, PlanId, ShareId
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_money import counting
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.sharing_facts import BillShared, LinePart, Share, SharedBy, SharePrinted
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.share_rows import PlanRow, plan_row
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.card_holding import must_be_decided
from aura_terminal.use_cases.floor import Part, linked_alike, move_parts
from aura_terminal.use_cases.ordering import opening_of
from aura_terminal.use_cases.share_paper import share_paper
from aura_terminal.use_cases.slips import spool_slip


class Sharing:
    """The verbs on shares of a bill. Each is one transaction; RuleBroken means that nothing has changed.

    Shares that have paid something stay, whatever is asked; all refuse with SHARES_WRONG what does not make a plan, and
    with CARD_UNDECIDED while nobody knows what became of a card.
    """

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def share_evenly(self, by: Actor, order_id: OrderId, ways: int) -> Done:
        """What is left to pay in so many even shares."""
        return self._share(by, order_id, SharedBy.EVEN, [Share(ShareId("")) for _ in range(ways)])

    def share_by_seats(self, by: Actor, order_id: OrderId, seats: Sequence[Sequence[int]]) -> Done:
        """A share for each group of seats; what stands in the middle is shared by all of these seats."""
        shares = [Share(ShareId(""), seats=tuple(group)) for group in seats]
        return self._share(by, order_id, SharedBy.SEAT, shares)

    def share_by_items(self, by: Actor, order_id: OrderId, checks: Sequence[Sequence[LinePart]]) -> Done:
        """A share for each check with exact parts of lines; the last one comes to whatever is left over as well."""
        shares = [Share(ShareId(""), lines=tuple(check)) for check in checks]
        return self._share(by, order_id, SharedBy.ITEM, shares)

    def share_by_amounts(self, by: Actor, order_id: OrderId, amounts: Sequence[Money]) -> Done:
        """A share of each amount, and one of the rest."""
        shares = [Share(ShareId(""), amount=amount) for amount in amounts]
        return self._share(by, order_id, SharedBy.AMOUNT, [*shares, Share(ShareId(""))])

    def put_back(self, by: Actor, order_id: OrderId, shared_by: SharedBy, shares: Sequence[Share]) -> Done:
        """The plan there was before, share by share; what one of its shares has paid counts there again."""
        return self._share(by, order_id, shared_by, shares)

    def preview(self, by: Actor, order_id: OrderId, shared_by: SharedBy, shares: Sequence[Share]) -> PlanRow:
        """What shares would come to if the bill were shared so; nothing is kept. Raises as sharing does."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = copy(work.order(order_id))
            order.party = replace(order.party, plan=self._plan(work, by, order, shared_by, shares))
        row = plan_row(order)
        assert row is not None
        return row

    def one_bill(self, by: Actor, order_id: OrderId) -> Done:
        """One bill again. Raises RuleBroken(SHARE_PAID) once a share has paid anything."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_decided(work, order_id)
            fact = one_bill(work.order(order_id), PlanId(self._ids.new()), work.now, by.id)
            work.keep(fact)
        return Done(order_id, (fact,))

    def print_share(self, by: Actor, order_id: OrderId, share_id: ShareId) -> SharePrinted:
        """Print the check of a share before it is paid, or its receipt afterwards, with its part of the tax."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            fact = print_share(order, share_id, work.now, by.id)
            again = any((one.share_id, one.what, one.due) == (share_id, fact.what, fact.due) for one in _printed(order))
            if again:
                by.must(Permission.REPRINT)
            work.keep(fact)
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            spool_slip(work, self._ids, share_paper(order, share_id, profile, is_copy=again))
        return fact

    def separate(self, by: Actor, order_id: OrderId) -> Done:
        """Separate checks: an order for each seat but the first, which keeps the middle of the table as well.

        Raises RuleBroken: NOTHING_TO_SEPARATE for fewer than two seats, SHARES_DISCOUNTED while a discount counts,
        SHARE_PAID once a share has paid, CARD_UNDECIDED, and as moving lines does.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_decided(work, order_id)
            order = work.order(order_id)
            _must_be_separable(order)
            facts: list[Fact] = []
            for seat in _seats(order)[1:]:
                parts = [Part(line.id) for line in order.lines.values() if line.seat == seat and line.charged_quantity]
                asked = NewOrder(order.order_type, order.table_id, 1, order.guest_name)
                opened = opening_of(work, self._ids, self._terminal, by, asked, split_from=order_id)
                served = replace(opened, opened_by=order.opened_by, server_name=order.server_name)
                new: tuple[Fact, ...] = (served, *linked_alike(work, order, served, by))
                work.keep(*new)
                facts.extend((*new, *move_parts(work, self._ids, order_id, parts, opened.order_id)))
        return Done(order_id, tuple(facts))

    def _share(self, by: Actor, order_id: OrderId, shared_by: SharedBy, wanted: Iterable[Share]) -> Done:
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_decided(work, order_id)
            fact = self._plan(work, by, work.order(order_id), shared_by, wanted)
            work.keep(fact)
        return Done(order_id, (fact,))

    def _plan(self, work: Work, by: Actor, order: Order, shared_by: SharedBy, wanted: Iterable[Share]) -> BillShared:
        named = [share if share.id else replace(share, id=ShareId(self._ids.new())) for share in wanted]
        asked = {share.id for share in named}
        kept = [share for share in paid_shares(order) if share.id not in asked]
        return share_bill(order, PlanId(self._ids.new()), shared_by, [*kept, *named], work.now, by.id)


def _printed(order: Order) -> Sequence[SharePrinted]:
    return order.party.printed


def _seats(order: Order) -> list[int]:
    return sorted({line.seat for line in order.lines.values() if line.seat and line.charged_quantity})


def _must_be_separable(order: Order) -> None:
    if len(_seats(order)) < 2:
        raise RuleBroken(Rule.NOTHING_TO_SEPARATE, order=order.number)
    if counting(order):
        raise RuleBroken(Rule.SHARES_DISCOUNTED, order=order.number)
    for share in paid_shares(order):
        raise RuleBroken(Rule.SHARE_PAID, share=share.label, order=order.number)
