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
    Cut,
    Feed,
    PaperDocument,
    Rule,
    RuleStyle,
    SpoolKind,
    Style,
    text_line,
)
from aura_terminal.domain.paper_ways import RECEIPT_ROUTE
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.ports.cash_rows import CountRow, MovementRow, SessionRow
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
_WIDTH = 12


def movement_slip(row: SessionRow, moved: MovementRow, profile: StoreProfile) -> Slip:
    """What went in or out, with who, why and a line for whoever gave or got it."""
    title = MOVED[moved.kind]
    blocks: list[Block] = [*_head(title, row, profile)]
    at = profile.calendar.local(moved.at)
    blocks.append(Columns((Cell(f"{at:%d.%m.%Y %H:%M}"), Cell(moved.by, Align.RIGHT))))
    blocks.append(_row("Amount", moved.amount, HIGH))
    blocks.extend(text_line(f"{name}: {said}") for name, said in _said(moved))
    blocks.extend(_signatures(("Handed over", "Received")))
    return _slip("cash_slip", f"{title} {row.drawer_name}", blocks)


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
    return _slip("count_slip", f"{title} {row.drawer_name}", blocks)


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
    yield text_line(title, style=Style(bold=True, width=2, height=2), align=Align.CENTER)
    yield text_line(profile.name, align=Align.CENTER)
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
    yield Feed(2)
    yield Cut()


def _row(name: str, amount: Money, style: Style | None = None) -> Block:
    cells = (Cell(name), Cell(amount.plain(), Align.RIGHT, width=_WIDTH))
    if style is not None:
        cells = (Cell(name, style=style), Cell(amount.plain(), Align.RIGHT, width=_WIDTH, style=style))
    return Columns(cells)


def _slip(name: str, title: str, blocks: Iterable[Block]) -> Slip:
    return Slip(SpoolKind.REPORT, RECEIPT_ROUTE, title.title(), None, PaperDocument(name, 1, tuple(blocks)))
