"""What people will ask about: lines taken back and drawers opened, one by one, with who, when and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aura_terminal.domain.closing import Deed, DeedKind
from aura_terminal.domain.drawer import DrawerOpened, OpeningReason
from aura_terminal.domain.ids import LineId, OrderId, Origin, StaffId
from aura_terminal.domain.lines import Line, LineState
from aura_terminal.domain.order_facts import LineRemoved, LineVoided, OrderCancelled, OrderClosed
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ports.day_acts import Act
from aura_terminal.ports.journal import PeerState
from aura_terminal.ports.store import TerminalIdentity, Work

FOR_SALES = frozenset({OpeningReason.SALE})


@dataclass(frozen=True, slots=True)
class Who:
    """Names of staff by id, and of terminals by origin; what is not known keeps its id, and no terminal."""

    staff: Mapping[str, str]
    terminals: Mapping[str, str]

    def person(self, staff_id: str) -> str:
        """Somebody's name."""
        return self.staff.get(staff_id, staff_id)

    def terminal(self, origin: str) -> str:
        """A terminal's label."""
        return self.terminals.get(origin, "")


def who_of(members: Iterable[StaffMember], peers: Iterable[PeerState], own: TerminalIdentity) -> Who:
    """Who is who, as far as this terminal knows."""
    labels = {peer.origin: peer.label for peer in peers} | {str(own.origin): own.label}
    return Who({member.id: member.name for member in members}, labels)


@dataclass(frozen=True, slots=True)
class Done:
    """A deed with the ids behind its names, and the facts it was read from."""

    deed: Deed
    by: StaffId
    at_terminal: str
    facts: tuple[tuple[Origin, int], ...]


def acts_for(work: Work, orders: Iterable[Order]) -> tuple[Act, ...]:
    """What people did to orders and to the lines that others lent them."""
    ids = {order.id for order in orders} | {line.home for order in orders for line in order.lines.values()}
    return tuple(work.ledger.acts_on(sorted(ids)))


def taken_back(orders: Iterable[Order], acts: Iterable[Act], who: Who) -> list[Done]:
    """Every line removed or voided and every order cancelled; the amounts add up to the figures of the day."""
    told = _Told.of(acts)
    return [done for order in orders for done in _of_order(order, told, who)]


def opened(openings: Iterable[Act], who: Who) -> list[Done]:
    """Every opening of a drawer that no sale asked for."""
    return [_opening(act, act.fact, who) for act in openings if is_deed(act)]


def is_deed(act: Act) -> bool:
    """Whether it is an opening of a drawer without a sale."""
    return isinstance(act.fact, DrawerOpened) and act.fact.reason not in FOR_SALES


@dataclass(slots=True)
class _Told:
    """Acts by what they are about."""

    removed: dict[LineId, Act] = field(default_factory=dict)
    voided: dict[LineId, list[Act]] = field(default_factory=dict)
    ended: dict[OrderId, list[Act]] = field(default_factory=dict)

    @classmethod
    def of(cls, acts: Iterable[Act]) -> _Told:
        told = cls()
        for act in acts:
            match act.fact:
                case LineRemoved(line_id=line_id):
                    told.removed[line_id] = act
                case LineVoided(line_id=line_id):
                    told.voided.setdefault(line_id, []).append(act)
                case OrderClosed(order_id=order_id) | OrderCancelled(order_id=order_id):
                    told.ended.setdefault(order_id, []).append(act)
                case _:
                    pass
        return told


def _of_order(order: Order, told: _Told, who: Who) -> Iterator[Done]:
    ends = told.ended.get(order.id, [])
    place = order.terminal if order.end is None else order.end.terminal
    facts = tuple((act.origin, act.seq) for act in ends)
    for line in order.lines.values():
        if line.state is LineState.REMOVED:
            yield _removed(order, line, told.removed.get(line.id), who, place, facts)
        elif line.voided:
            yield from _voided(order, line, told.voided.get(line.id, []), who, place, facts)
    if order.status is OrderStatus.CANCELLED:
        yield from _cancelled(order, ends, who, place, facts)


Facts = tuple[tuple[Origin, int], ...]


def _removed(order: Order, line: Line, act: Act | None, who: Who, place: str, ends: Facts) -> Done:
    at, by, here, facts = _entered(act, order, who, ends)
    deed = Deed(
        DeedKind.REMOVED, at, who.person(by), here, line.sold.name, order.number, line.quantity, line.taken_back
    )  # fmt: skip
    return Done(deed, by, place, facts)


def _voided(order: Order, line: Line, acts: list[Act], who: Who, place: str, ends: Facts) -> Iterator[Done]:
    """Voids of one line share what was taken back of it by how many each took."""
    known: list[Act | None] = [*acts] or [None]
    quantities = [_quantity(act, line) for act in known]
    for act, quantity, amount in zip(known, quantities, line.taken_back.split(quantities), strict=True):
        at, by, here, facts = _entered(act, order, who, ends)
        fact = None if act is None else act.fact
        reason, allowed = "", ""
        if isinstance(fact, LineVoided):
            at, reason, allowed = fact.approval.at, fact.reason, fact.approval.by
        deed = Deed(
            DeedKind.VOIDED, at, who.person(by), here, line.sold.name, order.number, quantity, amount, reason,
            who.person(allowed) if allowed else "",
        )  # fmt: skip
        yield Done(deed, by, place, facts)


def _quantity(act: Act | None, line: Line) -> int:
    return act.fact.quantity if act is not None and isinstance(act.fact, LineVoided) else line.voided


def _cancelled(order: Order, ends: list[Act], who: Who, place: str, facts: Facts) -> Iterator[Done]:
    first = order.cancellations[0]
    act = next((one for one in ends if isinstance(one.fact, OrderCancelled)), None)
    by = StaffId("") if act is None else act.by
    allowed = "" if first.approval is None else who.person(first.approval.by)
    deed = Deed(
        DeedKind.CANCELLED, first.cancelled_at, who.person(by), place, "", order.number, 1, order.bill.subtotal,
        first.reason, allowed,
    )  # fmt: skip
    yield Done(deed, by, place, facts)


def _entered(act: Act | None, order: Order, who: Who, ends: Facts) -> tuple[datetime, StaffId, str, Facts]:
    """When, by whom and where; what left the journal is told with the order's own time and nobody."""
    if act is None:
        return order.closed_at or order.opened_at, StaffId(""), "", ends
    return act.at, act.by, who.terminal(act.origin), (*ends, (act.origin, act.seq))


def _opening(act: Act, fact: object, who: Who) -> Done:
    assert isinstance(fact, DrawerOpened)
    kind = DeedKind.NO_SALE if fact.reason is OpeningReason.NO_SALE else DeedKind.OPENED
    here = who.terminal(act.origin)
    reason = fact.note or ("" if kind is DeedKind.NO_SALE else fact.reason.value)
    deed = Deed(kind, fact.opened_at, who.person(act.by), here, fact.drawer_id, reason=reason)
    return Done(deed, act.by, here, ((act.origin, act.seq),))


def most_telling(done: Collection[Done], most: int) -> tuple[Deed, ...]:
    """So many deeds, oldest first; lines that were taken off before they were sent are left out first."""
    ranked = sorted(done, key=lambda one: (one.deed.kind is DeedKind.REMOVED, one.deed.at))
    return tuple(one.deed for one in sorted(ranked[:most], key=lambda one: (one.deed.at, one.deed.order)))
