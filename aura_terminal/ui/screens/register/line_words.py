"""Lines of an order as rows: a combo by its name with its components under it, everything else by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from aura_terminal.ui.widgets import order_rows
from aura_terminal.ui.widgets.pill import Tone

if TYPE_CHECKING:
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.view_models.rows import LineRow

INDENT = "\N{EM SPACE}"
Row = Callable[["LineRow"], order_rows.LineRow]


def rows_of_lines(
    lines: Iterable[LineRow], order: Sequence[LineRow], row: Row, money: MoneyText
) -> Iterator[order_rows.OrderRow]:
    """Rows of some lines of an order, `row` making each. A combo is named before its first component among them, with
    what it comes to on the whole order."""
    before = ""
    for line in lines:
        if line.combo is None:
            yield row(line)
        else:
            if line.combo.id != before:
                yield _combo(line, order, money)
            made = row(line)
            notes = (INDENT + made.notes[0], *made.notes[1:]) if made.notes else ()
            yield replace(made, name=INDENT + made.name, notes=notes)
        before = "" if line.combo is None else line.combo.id


def combo_name(line: LineRow) -> str:
    """What somebody calls a line: the combo's name for a component of one."""
    return line.name if line.combo is None else line.combo.name


def _combo(line: LineRow, order: Sequence[LineRow], money: MoneyText) -> order_rows.SectionRow:
    assert line.combo is not None
    price = line.price * 0
    for one in order:
        if one.combo is not None and one.combo.id == line.combo.id and one.state is line.state:
            price = price + one.price
    words = f"{line.quantity - line.voided or line.quantity} × {line.combo.name}"
    return order_rows.SectionRow(f"combo-{line.line_id}", words, money.amount(price), Tone.CALM)
