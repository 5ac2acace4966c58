"""What is put on paper of a cash drawer: what was counted, and what went in or out, with a line to sign on."""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.domain.cash import CountPurpose, MovementKind
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import (
    PLAIN,
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
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.ports.cash_rows import CountRow, MovementRow, SessionRow
from aura_terminal.use_cases.paper_blocks import AMOUNT_WIDTH, head, report_of
from aura_terminal.use_cases.slips import BOLD, HIGH, Slip

MOVED = {
    MovementKind.PAID_IN: said("PAID IN"),
    MovementKind.PAID_OUT: said("PAID OUT"),
    MovementKind.DROP: said("DROP TO SAFE"),
    MovementKind.TIPS_OUT: said("TIPS PAID OUT"),
}
COUNTED = {
    CountPurpose.CHECK: said("DRAWER CHECK"),
    CountPurpose.CLOSING: said("DRAWER COUNT"),
    CountPurpose.RECOUNT: said("DRAWER RECOUNT"),
}


def movement_slip(row: SessionRow, moved: MovementRow, profile: StoreProfile) -> Slip:
    """What went in or out, with who, why and a line for whoever gave or got it."""
    title = MOVED[moved.kind]
    blocks: list[Block] = [*_head(title, row, profile)]
    at = profile.calendar.local(moved.at)
    blocks.append(Columns((Cell(said("{at:%d.%m.%Y %H:%M}", at=at)), Cell(moved.by, Align.RIGHT))))
    blocks.append(_row(said("Amount"), moved.amount, HIGH))
    blocks.extend(text_line(said("{name}: {words}", name=name, words=words)) for name, words in _about(moved))
    blocks.extend(_signatures((said("Handed over"), said("Received"))))
    return report_of("cash_slip", said("{title} {drawer}", title=title, drawer=row.drawer_name), blocks)


def count_slip(row: SessionRow, count: CountRow, profile: StoreProfile) -> Slip:
    """What was counted by coins and notes, what was expected and what is over or short."""
    title = COUNTED[count.purpose]
    blocks: list[Block] = [*_head(title, row, profile)]
    at = profile.calendar.local(count.at)
    blocks.append(Columns((Cell(said("{at:%d.%m.%Y %H:%M}", at=at)), Cell(count.by, Align.RIGHT))))
    currency = count.count.total.currency
    for value, number in reversed(count.count.pieces):
        blocks.append(
            _row(
                said("{number} {value}", number=f"{number} x", value=Money(value, currency)),
                Money(value * number, currency),
            )
        )
    blocks.append(Rule())
    blocks.append(_row(said("Counted"), count.count.total, HIGH))
    blocks.extend(_figures(row, count))
    blocks.extend(_signatures((said("Counted by"), said("Seen by"))))
    return report_of("count_slip", said("{title} {drawer}", title=title, drawer=row.drawer_name), blocks)


def _figures(row: SessionRow, count: CountRow) -> Iterable[Block]:
    yield _row(said("Expected"), count.expected)
    yield _row(off(count.over_short), count.over_short, BOLD)
    yield Rule()
    yield _row(said("Float"), row.float)
    parts = (
        (said("Cash sales"), row.sales), (said("Given back"), None if row.refunds is None else -row.refunds),
        (said("Paid in"), row.paid_in), (said("Paid out"), -row.paid_out), (said("Dropped"), -row.dropped),
        (said("Tips out"), -row.tips_out),
    )  # fmt: skip
    for name, amount in parts:
        if amount is not None and amount:
            yield _row(name, amount)


def off(over_short: Money) -> str:
    """In a word whether cash was missing."""
    if not over_short:
        return said("Exact")
    return said("Over") if over_short.minor > 0 else said("Short")


def _head(title: str, row: SessionRow, profile: StoreProfile) -> Iterable[Block]:
    yield from head(title, profile)
    yield Columns(
        (
            Cell(said("Drawer {drawer}", drawer=row.drawer_name), style=BOLD),
            Cell(row.cashier or said("shared"), Align.RIGHT),
        )
    )
    begun = profile.calendar.local(row.begun)
    yield text_line(said("Session begun {at:%d.%m.%Y %H:%M} at {terminal}", at=begun, terminal=row.terminal))
    yield Rule(RuleStyle.DOUBLE)


def _about(moved: MovementRow) -> Iterable[tuple[str, str]]:
    incoming, allowed = moved.kind is MovementKind.PAID_IN, "" if moved.allowed_by == moved.by else moved.allowed_by
    told = (
        (said("Reason"), moved.reason), (said("From") if incoming else said("To"), moved.recipient),
        (said("Allowed by"), allowed),
    )  # fmt: skip
    return ((name, words) for name, words in told if words)


def _signatures(names: Iterable[str]) -> Iterable[Block]:
    for name in names:
        yield Feed(2)
        yield text_line("_" * 28)
        yield text_line(name)


def _row(name: str, amount: Money, style: Style = PLAIN) -> Block:
    figure = said("{amount}", amount=amount)
    return Columns((Cell(name, style=style), Cell(figure, Align.RIGHT, width=AMOUNT_WIDTH, style=style)))
