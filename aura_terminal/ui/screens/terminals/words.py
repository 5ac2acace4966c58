"""Terminals and outages in people's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.counting import counted
from aura_terminal.ui.language.formats import clock_text, day_text, moment_text
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone
from aura_terminal.ui.widgets.pill import PillRow, Tone
from aura_terminal.view_models.outages import OutageCard
from aura_terminal.view_models.terminals import Hearing, TerminalCard

DOT = "  ·  "
HOUR = 60
ALONE = "C"


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Terminals", words)


@dataclass(frozen=True, slots=True)
class TerminalRow:
    """One terminal, ready to show; `remove` is the spoken name of the button that sends it away, "" for none."""

    id: str
    label: str
    pill: PillRow
    facts: str
    trouble: str
    remove: str

    @property
    def spoken(self) -> str:
        """The visible words."""
        return ", ".join(filter(None, (self.label, self.pill.words, self.facts, self.trouble)))


def terminal_row(card: TerminalCard, *, removable: bool) -> TerminalRow:
    """A terminal as its card shows it."""
    trouble = tr("The connection says: {what}").format(what=heard(card.trouble)) if card.trouble else ""
    may_go = removable and card.hearing is not Hearing.HERE and card.removed_at is None
    return TerminalRow(
        card.terminal_id or card.label,
        card.label,
        _pill(card),
        DOT.join(_facts(card)),
        trouble if card.removed_at is None else "",
        tr("Remove {label}").format(label=card.label) if may_go else "",
    )


def free_label(cards: Iterable[TerminalCard]) -> str:
    """What the next register may be called."""
    taken = {card.label for card in cards}
    return next(label for number in count(1) if (label := f"R{number}") not in taken)


def _pill(card: TerminalCard) -> PillRow:
    if card.removed_at is not None:
        words = tr("Removed {day}").format(day=day_text(card.removed_at))
        return PillRow(card.terminal_id, words, "ban", Tone.CALM)
    match card.hearing:
        case Hearing.HERE:
            return PillRow(card.terminal_id, tr("This terminal"), "monitor", Tone.CALM)
        case Hearing.NOW:
            return PillRow(card.terminal_id, tr("Heard just now"), "wifi", Tone.OK)
        case Hearing.MINUTES:
            words = tr("Heard {minutes} min ago").format(minutes=card.minutes)
            return PillRow(card.terminal_id, words, "wifi-off", Tone.WARN)
        case Hearing.SINCE:
            words = tr("Not heard since {time}").format(time=_since(card))
            return PillRow(card.terminal_id, words, "wifi-off", Tone.WARN)
        case Hearing.NEVER:
            return PillRow(card.terminal_id, tr("Not heard yet"), "hourglass", Tone.INFO)


def _since(card: TerminalCard) -> str:
    if card.heard_at is None:
        return ""
    return clock_text(card.heard_at) if card.minutes < 12 * HOUR else moment_text(card.heard_at)


def _facts(card: TerminalCard) -> list[str]:
    if card.hearing is Hearing.HERE:
        return [tr("Everything done here is kept here first.")]
    if card.removed_at is not None or card.hearing is Hearing.NEVER:
        return []
    lacks = counted("Terminals", "1 change behind", "{n} changes behind", card.behind).format(n=card.behind)
    facts = [lacks if card.behind else tr("has everything")]
    if card.skew_seconds:
        ahead = tr("clock {seconds} s ahead") if card.skew_seconds > 0 else tr("clock {seconds} s behind")
        facts.append(ahead.format(seconds=abs(card.skew_seconds)))
    if card.version:
        facts.append(tr("version {version}").format(version=card.version))
    if card.address:
        facts.append(card.address)
    return facts


def outage_row(card: OutageCard, shown: str) -> LineRow:
    """An outage in the list: where and from when to when, how long."""
    notes = (tr("without {what}").format(what=_what(card)),)
    is_shown = card.id == shown
    return LineRow(
        card.id, "", outage_title(card), lasted(card.minutes), notes, LineTone.NEW, selected=is_shown, steps=False
    )


def outage_title(card: OutageCard) -> str:
    """Its headline."""
    return f"{card.terminal}  {_span(card)}"


def outage_figures(card: OutageCard, money: MoneyText) -> list[tuple[str, str]]:
    """What happened in between, row by row."""
    return [
        (tr("What was missing"), _what(card)),
        (tr("How long"), lasted(card.minutes)),
        (tr("Orders taken meanwhile"), str(card.orders)),
        (tr("Money taken meanwhile"), money.total(card.taken)),
        (tr("Tickets printed instead of shown"), str(card.redirects)),
        (tr("Double deliveries prevented"), str(card.duplicates)),
        (tr("Left to decide"), str(card.decisions)),
    ]


def ended_sentence(card: OutageCard) -> str:
    """What is said when an outage is over."""
    words = tr("The internet is back after {lasted}; {orders} orders were taken meanwhile.")
    if card.tier.upper() == ALONE:
        words = tr("{terminal} hears the others again after {lasted}; {orders} orders were taken meanwhile.")
    return words.format(terminal=card.terminal, lasted=lasted(card.minutes), orders=card.orders)


def lasted(minutes: int) -> str:
    """How long, in minutes or hours."""
    if minutes < 1:
        return tr("less than a minute")
    if minutes < HOUR:
        return tr("{minutes} min").format(minutes=minutes)
    return tr("{hours} h {minutes} min").format(hours=minutes // HOUR, minutes=minutes % HOUR)


def _span(card: OutageCard) -> str:
    return f"{moment_text(card.began_at)} – {clock_text(card.ended_at)}"


def _what(card: OutageCard) -> str:
    if card.tier.upper() == ALONE:
        return tr("the other terminals")
    return tr("the internet")
