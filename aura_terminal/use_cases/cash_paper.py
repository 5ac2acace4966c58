"""What is put on paper of a cash drawer: what was counted, and what went in or out, with a line to sign on."""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.domain.cash import CountPurpose, MovementKind
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import (
    Align,
    Block,
    Cell,
    Columns,
    Feed,
    Rule,
    RuleStyle,
    Style,
    text_line,
)
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.ports.cash_rows import CountRow, MovementRow, SessionRow
from aura_terminal.use_cases.paper_blocks import AMOUNT_WIDTH, head, report_of
from aura_terminal.use_cases.slips import BOLD, HIGH, Slip

MOVED = {
    MovementKind.PAID_IN: "PAID IN",
    MovementKind.PAID_OUT: "PAID OUT",
    MovementKind.DROP: "DROP TO SAFE",
    MovementKind.TIPS_OUT: "TIPS PAID OUT",
}
COUNTED = {
    CountPurpose.CHECK: "DRAWER CHECK",
    CountPurpose.CLOSING: "DRAWER COUNT",
    CountPurpose.RECOUNT: "DRAWER RECOUNT",
}


def movement_slip(row: SessionRow, moved: MovementRow, profile: StoreProfile) -> Slip:
    """What went in or out, with who, why and a line for whoever gave or got it."""
    title = MOVED[moved.kind]
    blocks: list[Block] = [*_head(title, row, profile)]
    at = profile.calendar.local(moved.at)
    blocks.append(Columns((Cell(f"{at:%d.%m.%Y %H:%M}"), Cell(moved.by, Align.RIGHT))))
    blocks.append(_row("Amount", moved.amount, HIGH))
    blocks.extend(text_line(f"{name}: {said}") for name, said in _said(moved))
    blocks.extend(_signatures(("Handed over", "Received")))
    return report_of("cash_slip", f"{title} {row.drawer_name}".title(), blocks)


def count_slip(row: SessionRow, count: CountRow, profile: StoreProfile) -> Slip:
    """What was counted by coins and notes, what was expected and what is over or short."""
    title = COUNTED[count.purpose]
    blocks: list[Block] = [*_head(title, row, profile)]
    at = profile.calendar.local(count.at)
    blocks.append(Columns((Cell(f"{at:%d.%m.%Y %H:%M}"), Cell(count.by, Align.RIGHT))))
    currency = count.count.total.currency
    for value, number in reversed(count.count.pieces):
        blocks.append(_row(f"{number} x {Money(value, currency).plain()}", Money(value * number, currency)))
    blocks.append(Rule())
    blocks.append(_row("Counted", count.count.total, HIGH))
    blocks.extend(_figures(row, count))
    blocks.extend(_signatures(("Counted by", "Seen by")))
    return report_of("count_slip", f"{title} {row.drawer_name}".title(), blocks)


def _figures(row: SessionRow, count: CountRow) -> Iterable[Block]:
    yield _row("Expected", count.expected)
    yield _row(off(count.over_short), count.over_short, BOLD)
    yield Rule()
    yield _row("Float", row.float)
    parts = (
        ("Cash sales", row.sales), ("Given back", None if row.refunds is None else -row.refunds),
        ("Paid in", row.paid_in), ("Paid out", -row.paid_out), ("Dropped", -row.dropped), ("Tips out", -row.tips_out),
    )  # fmt: skip
    for name, amount in parts:
        if amount is not None and amount:
            yield _row(name, amount)


def off(over_short: Money) -> str:
    """In a word whether cash was missing."""
    return "Over" if over_short.minor > 0 else "Short" if over_short.minor < 0 else "Exact"


def _head(title: str, row: SessionRow, profile: StoreProfile) -> Iterable[Block]:
    yield from head(title, profile)
    yield Columns((Cell(f"Drawer {row.drawer_name}", style=BOLD), Cell(row.cashier or "shared", Align.RIGHT)))
    begun = profile.calendar.local(row.begun)
    yield text_line(f"Session begun {begun:%d.%m.%Y %H:%M} at {row.terminal}")
    yield Rule(RuleStyle.DOUBLE)


def _said(moved: MovementRow) -> Iterable[tuple[str, str]]:
    incoming, allowed = moved.kind is MovementKind.PAID_IN, "" if moved.allowed_by == moved.by else moved.allowed_by
    said = (
        ("Reason", moved.reason), ("From" if incoming else "To", moved.recipient), ("Allowed by", allowed),
    )  # fmt: skip
    return ((name, words) for name, words in said if words)


def _signatures(names: Iterable[str]) -> Iterable[Block]:
    for name in names:
        yield Feed(2)
        yield text_line("_" * 28)
        yield text_line(name)


def _row(name: str, amount: Money, style: Style | None = None) -> Block:
    cells = (Cell(name), Cell(amount.plain(), Align.RIGHT, width=AMOUNT_WIDTH))
    if style is not None:
        cells = (Cell(name, style=style), Cell(amount.plain(), Align.RIGHT, width=AMOUNT_WIDTH, style=style))
    return Columns(cells)
