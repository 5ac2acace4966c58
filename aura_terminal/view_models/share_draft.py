"""How a bill is to be shared, while somebody still taps: plain values, no Qt and no store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import lcm
from typing import TYPE_CHECKING

from aura_terminal.domain.share_parts import MOST_PARTS, MOST_SHARES
from aura_terminal.domain.sharing_facts import LinePart, Share, SharedBy

if TYPE_CHECKING:
    from aura_terminal.domain.ids import LineId
    from aura_terminal.domain.money import Money
    from aura_terminal.ports.reads import LineRow, OrderSheet
    from aura_terminal.ports.share_rows import PlanRow


@dataclass(slots=True)
class Pieces:
    """A line in so many equal pieces: how many are paid already, how many are `held` to be given next."""

    line: LineRow
    pieces: int
    paid: int = 0
    held: int = 0


@dataclass(slots=True)
class ItemDraft:
    """Lines given to checks, piece by piece. What is on none of them is on the last check."""

    lines: dict[LineId, Pieces] = field(default_factory=dict)
    checks: list[dict[LineId, int]] = field(default_factory=lambda: [{}, {}])
    touched: LineId | None = None

    def free(self, line_id: LineId) -> int:
        """How many pieces of a line are on no check."""
        line = self.lines[line_id]
        return line.pieces - line.paid - sum(check.get(line_id, 0) for check in self.checks)

    def take(self, line_id: LineId) -> None:
        """Hold all that is left of a line to be given to a check; held already, let it go again."""
        line = self.lines[line_id]
        line.held = 0 if line.held else self.free(line_id)
        self.touched = line_id

    def step(self, line_id: LineId, by: int) -> None:
        """Hold a piece more or fewer."""
        line = self.lines[line_id]
        line.held = max(0, min(self.free(line_id), line.held + by))
        self.touched = line_id

    def divide(self, parts: int) -> None:
        """Cut each piece of the line touched last in so many, and hold one of them."""
        line = None if self.touched is None else self.lines[self.touched]
        if line is None or line.pieces * parts > MOST_PARTS or not self.free(line.line.line_id):
            return
        line.pieces, line.paid = line.pieces * parts, line.paid * parts
        for check in self.checks:
            if line.line.line_id in check:
                check[line.line.line_id] *= parts
        line.held = 1

    def give(self, place: int) -> None:
        """Put what is held on a check; a check that is tapped with nothing held gives everything back."""
        held = {line_id: line.held for line_id, line in self.lines.items() if line.held}
        if not held:
            self.checks[place] = {}
            return
        for line_id, pieces in held.items():
            self.checks[place][line_id] = self.checks[place].get(line_id, 0) + pieces
            self.lines[line_id].held = 0

    def add_check(self) -> None:
        """One more check, before the last."""
        if len(self.checks) < MOST_SHARES:
            self.checks.insert(len(self.checks) - 1, {})

    def parts(self) -> list[list[LinePart]]:
        """What each check has, as the store takes it."""
        return [
            [LinePart(line_id, pieces, self.lines[line_id].pieces) for line_id, pieces in check.items() if pieces]
            for check in self.checks
        ]


@dataclass(slots=True)
class ShareDraft:
    """One way of sharing out of four, each as it was left when another tab was looked at."""

    by: SharedBy = SharedBy.EVEN
    ways: int = 2
    seats: list[list[int]] = field(default_factory=list)
    amounts: list[Money] = field(default_factory=list)
    items: ItemDraft = field(default_factory=ItemDraft)

    def join_seat(self, seat: int) -> None:
        """Let a seat pay with the one before it; joined already, on a check of its own again."""
        every = sorted(one for group in self.seats for one in group)
        groups = [group for group in self.seats if group]
        own = next(group for group in groups if seat in group)
        if len(own) > 1:
            own.remove(seat)
            groups.append([seat])
        elif every.index(seat):
            before = every[every.index(seat) - 1]
            groups.remove(own)
            next(group for group in groups if before in group).append(seat)
        self.seats = sorted((sorted(group) for group in groups), key=lambda group: group[0])

    def shares(self) -> list[Share]:
        """The shares asked for, without ids: the store names them."""
        from aura_terminal.domain.ids import ShareId

        none = ShareId("")
        if self.by is SharedBy.EVEN:
            return [Share(none) for _ in range(self.ways)]
        if self.by is SharedBy.SEAT:
            return [Share(none, seats=tuple(group)) for group in self.seats]
        if self.by is SharedBy.AMOUNT:
            return [*(Share(none, amount=amount) for amount in self.amounts), Share(none)]
        return [Share(none, lines=tuple(parts)) for parts in self.items.parts()]


def draft_of(order: OrderSheet) -> ShareDraft:
    """Where the question begins: at the plan in force as far as it is not paid, else at two even shares."""
    plan = order.plan
    open_ = [] if plan is None else _open(plan)
    draft = ShareDraft(SharedBy.EVEN if plan is None else plan.by)
    draft.ways = max(2, min(MOST_SHARES, len(open_) or order.guests))
    paid_seats = {seat for share in _paid(plan) for seat in share.seats}
    seats = sorted({line.seat for line in order.lines if line.seat and line.quantity > line.voided} - paid_seats)
    asked = [list(share.seats) for share in open_ if share.seats]
    draft.seats = asked if sorted(seat for group in asked for seat in group) == seats else [[seat] for seat in seats]
    draft.amounts = [share.amount for share in open_ if share.amount is not None]
    draft.items = _items(order.lines, plan, open_ if plan is not None and plan.by is SharedBy.ITEM else [])
    return draft


def _items(lines: Iterable[LineRow], plan: PlanRow | None, open_: Sequence[Share]) -> ItemDraft:
    draft = ItemDraft()
    paid = _paid(plan)
    for line in lines:
        left = line.quantity - line.voided
        if left > 0:
            parts = [part for share in (*paid, *open_) for part in share.lines if part.line_id == line.line_id]
            pieces = lcm(left, *(part.denominator for part in parts))
            gone = [part for share in paid for part in share.lines if part.line_id == line.line_id]
            settled = sum(part.numerator * pieces // part.denominator for part in gone)
            draft.lines[line.line_id] = Pieces(line, pieces, settled)
    checks: list[dict[LineId, int]] = [
        {
            part.line_id: part.numerator * draft.lines[part.line_id].pieces // part.denominator
            for part in share.lines
            if part.line_id in draft.lines
        }
        for share in open_
    ]
    draft.checks = checks if len(checks) > 1 else draft.checks
    return draft


def _open(plan: PlanRow) -> list[Share]:
    paid = {row.share_id for row in plan.shares if row.paid}
    return [share for share in plan.asked if share.id not in paid]


def _paid(plan: PlanRow | None) -> list[Share]:
    if plan is None:
        return []
    open_ = _open(plan)
    return [share for share in plan.asked if share not in open_]
