"""What the page of the cash drawers says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.cash import Contradiction, ContradictionKind, CountPurpose, MovementKind
from aura_terminal.domain.money import Money
from aura_terminal.ui.language.formats import clock_text, moment_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.view_models.cash import CashModel, DrawerNow, SessionRow


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: words, a remark below them, an amount; a heading has no amount, a sum stands out."""

    words: str
    amount: str = ""
    remark: str = ""
    is_heading: bool = False
    is_sum: bool = False
    is_warning: bool = False


def tr(words: str) -> str:
    """The words in the language of the terminal."""
    return QCoreApplication.translate("CashPage", words)


def moved_words(kind: MovementKind) -> str:
    """What a movement is called."""
    return {
        MovementKind.PAID_IN: tr("Paid in"),
        MovementKind.PAID_OUT: tr("Paid out"),
        MovementKind.DROP: tr("Dropped to the safe"),
        MovementKind.TIPS_OUT: tr("Tips paid out"),
    }[kind]


def state_words(model: CashModel) -> str:
    """How the drawer that is shown stands, in a sentence."""
    drawer, row = model.drawer, model.running
    if drawer is None:
        return ""
    if row is None:
        return tr("{drawer}: nobody answers for it. Count the float and begin.").format(drawer=drawer.place.name)
    at = model.local(row.begun)
    told = tr("{drawer}: {who} answers for it since {time}.") if row.cashier else tr("{drawer}: shared since {time}.")
    return told.format(drawer=drawer.place.name, who=row.cashier, time=moment_text(at))


def chip_words(drawer: DrawerNow) -> str:
    """A drawer among others."""
    name = drawer.place.name
    return name if name.startswith(drawer.place.terminal) else f"{name} ({drawer.place.terminal})"


def off_words(over_short: Money, money: MoneyText) -> str:
    """Whether cash was missing, in words."""
    if over_short.minor > 0:
        return tr("{amount} over").format(amount=money.total(over_short))
    if over_short.minor < 0:
        return tr("{amount} short").format(amount=money.total(-over_short))
    return tr("exact")


def past_words(row: SessionRow, model: CashModel, money: MoneyText) -> tuple[str, str]:
    """A session that is over: which, and what was found."""
    begun, ended = model.local(row.begun), model.local(row.ended or row.begun)
    who = row.cashier or tr("shared")
    words = f"{row.drawer_name}  ·  {moment_text(begun)}–{clock_text(ended)}  ·  {who}"
    found = "" if row.over_short is None else off_words(row.over_short, money)
    return words, f"{found} !" if row.must_explain or row.contradictions else found


def lines_of(row: SessionRow, model: CashModel, money: MoneyText) -> list[Line]:
    """Everything about a session its reader may see."""
    return [*_sums(row, money), *_counted(row, model, money), *_warnings(row, model), *_movements(row, model, money)]


def _sums(row: SessionRow, money: MoneyText) -> Iterator[Line]:
    yield Line(tr("Float"), money.amount(row.float))
    if row.sales is not None:
        yield Line(tr("Cash sales"), money.amount(row.sales), _change(row, money))
    if row.refunds is not None and row.refunds:
        yield Line(tr("Given back to guests"), money.amount(-row.refunds))
    parts = ((tr("Paid in"), row.paid_in), (tr("Paid out"), -row.paid_out), (tr("Dropped to the safe"), -row.dropped),
             (tr("Tips paid out"), -row.tips_out))  # fmt: skip
    yield from (Line(words, money.amount(amount)) for words, amount in parts if amount)
    if row.expected is not None:
        yield Line(tr("Should be in the drawer"), money.total(row.expected), is_sum=True)
    elif row.is_running:
        yield Line(tr("What should be in the drawer is told once it has been counted."))


def _change(row: SessionRow, money: MoneyText) -> str:
    if row.change is None or not row.change:
        return ""
    return tr("after {amount} of change").format(amount=money.amount(row.change))


def _counted(row: SessionRow, model: CashModel, money: MoneyText) -> Iterator[Line]:
    if row.counted is not None:
        yield Line(tr("Counted"), money.total(row.counted), is_sum=True)
    if row.over_short is not None:
        yield Line(tr("Difference"), off_words(row.over_short, money), is_sum=True, is_warning=bool(row.over_short))
    if row.came_late is not None and row.came_late:
        yield Line(
            tr("Heard of only after the count"), money.amount(row.came_late),
            tr("Another terminal could not be heard when it was counted."), is_warning=True,
        )  # fmt: skip
    if row.counts:
        yield Line(tr("Counts"), is_heading=True)
    names = {
        CountPurpose.CHECK: tr("Checked in between"),
        CountPurpose.CLOSING: tr("Counted at the end"),
        CountPurpose.RECOUNT: tr("Counted once more"),
    }
    for one in row.counts:
        remark = f"{clock_text(model.local(one.at))}  ·  {one.by}  ·  {off_words(one.over_short, money)}"
        why = f"  ·  {one.reason} ({one.allowed_by})" if one.reason else ""
        yield Line(names[one.purpose], money.amount(one.count.total), f"{remark}{why}")


def _warnings(row: SessionRow, model: CashModel) -> Iterator[Line]:
    if row.must_explain:
        yield Line(tr("The difference has to be explained."), is_warning=True)
    for one in row.contradictions:
        yield Line(
            contradiction_words(one), "", f"{moment_text(model.local(one.at))}  ·  {one.terminal}", is_warning=True
        )


def contradiction_words(one: Contradiction) -> str:
    """What does not fit together, and that all of it is kept."""
    return {
        ContradictionKind.ENDED_TWICE: tr("It was counted and ended at two terminals; both counts are kept."),
        ContradictionKind.MOVED_AFTER_END: tr("Cash was moved after it had been counted elsewhere."),
        ContradictionKind.TWO_RUNNING: tr("Two sessions of this drawer ran at the same time; both are kept."),
    }[one.kind]


def _movements(row: SessionRow, model: CashModel, money: MoneyText) -> Iterator[Line]:
    if row.movements:
        yield Line(tr("Movements"), is_heading=True)
    for one in reversed(row.movements):
        amount = one.amount if one.kind is MovementKind.PAID_IN else -one.amount
        allowed = tr("allowed by {name}").format(name=one.allowed_by) if one.allowed_by not in ("", one.by) else ""
        said = [clock_text(model.local(one.at)), one.by, one.reason, one.recipient, allowed]
        yield Line(moved_words(one.kind), money.amount(amount), "  ·  ".join(filter(None, said)))
