"""Sheets of the kitchen screen: which station, which ticket comes back, for how long one waits, and what is rare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.language.formats import clock_text, exact_text
from aura_terminal.ui.screens.kitchen.words import Local, title_of, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.ticket_rows import clock
from aura_terminal.view_models.deliveries import Reached
from aura_terminal.view_models.kitchen_board import Card, StationRow
from aura_terminal.view_models.kitchen_ledger import Ledger, LedgerRow
from aura_terminal.view_models.kitchen_times import PrepRow, Times

EVERY_STATION = "all"
TAKE_OVER, GIVE_BACK = "take:", "give:"
HOLD_MINUTES = (5, 10, 15)


class More(StrEnum):
    """What the sheet behind the three dots offers."""

    LARGER = "larger"
    SMALLER = "smaller"
    ARRANGE = "arrange"
    BOARD = "board"
    LEDGER = "ledger"
    TIMES = "times"
    BUMP_BAR = "bump_bar"


class PickerSheet(Sheet):
    """A list of which one is tapped; `picked(id)` follows and the sheet closes."""

    picked = Signal(str)

    def __init__(self, theme: Theme, host: QWidget, title: str) -> None:
        super().__init__(theme, host, title, tr("Close"))
        self._theme = theme
        self._list: ChoiceList | None = None

    def show_choices(self, rows: Sequence[ChoiceRow], nothing: str) -> None:
        """What there is to pick from; `nothing` is said where there is nothing."""
        self._list = None
        if not rows:
            self.set_content(Words(self._theme, nothing, Voice.MUTED))
            return
        self._list = ChoiceList(self._theme, self.accessibleName(), Picking.ONE)
        self._list.tapped.connect(self._pick)
        self._list.show_rows(rows)
        self.set_content(self._list)

    def choices(self) -> tuple[ChoiceRow, ...]:
        """What is offered."""
        return self._list.rows() if self._list is not None else ()

    def _pick(self, id: str) -> None:
        self.close_sheet()
        self.picked.emit(id)


def station_choices(stations: Sequence[StationRow], chosen: StationRow | None) -> list[ChoiceRow]:
    """All stations together, and each."""
    rows = [ChoiceRow(EVERY_STATION, tr("All stations"), quantity=int(chosen is None))]
    rows.extend(ChoiceRow(each.station_id, each.name, quantity=int(each == chosen)) for each in stations)
    return rows


def recall_choices(cards: Sequence[Card], now: datetime) -> list[ChoiceRow]:
    """Bumped tickets, the last one first, each with how long ago it left."""
    return [ChoiceRow(card.ticket_id, f"{title_of(card)}  ·  {card.number}", _left(card, now)) for card in cards]


def _left(card: Card, now: datetime) -> str:
    minutes = max(0, int((now - card.bumped_at).total_seconds()) // 60) if card.bumped_at is not None else 0
    return tr("{minutes} min ago").format(minutes=minutes) if minutes else tr("just now")


def hold_choices() -> list[ChoiceRow]:
    """For how long a ticket waits; 0 is until it is fired."""
    minutes = [ChoiceRow(str(each), tr("{n} minutes").format(n=each)) for each in HOLD_MINUTES]
    return [*minutes, ChoiceRow("0", tr("Until it is fired"))]


def more_choices(*, rows: bool, has_ledger: bool, taken_over: Sequence[StationRow]) -> list[ChoiceRow]:
    """What a cook does rarely."""
    found = [
        ChoiceRow(More.LARGER, tr("Larger tickets")),
        ChoiceRow(More.SMALLER, tr("Smaller tickets")),
        ChoiceRow(More.ARRANGE, tr("Tickets in columns") if rows else tr("Tickets in rows")),
        ChoiceRow(More.BOARD, tr("Board for guests"), tr("second window")),
    ]
    if has_ledger:
        found.append(ChoiceRow(More.LEDGER, tr("Delivery ledger"), tr("and silent screens")))
        found.append(ChoiceRow(More.TIMES, tr("How long things take"), tr("today")))
    found.extend(
        ChoiceRow(f"{GIVE_BACK}{each.station_id}", tr("Give back {station}").format(station=each.name))
        for each in taken_over
    )
    return found


def bump_bar_choice() -> ChoiceRow:
    """The wizard for the keys of a bump bar."""
    return ChoiceRow(More.BUMP_BAR, tr("Bump bar"), tr("learn its keys"))


def ledger_choices(ledger: Ledger, local: Local) -> list[ChoiceRow]:
    """Screens to stand in for first, then every ticket with its times."""
    silent = [
        ChoiceRow(
            f"{TAKE_OVER}{each.station_id}",
            tr("Take over {station}").format(station=each.station),
            tr("{terminal} silent since {time}, {n} waiting").format(
                terminal=each.terminal, time=clock_text(local(each.silent_since)), n=each.waiting
            ),
        )
        for each in ledger.silent
    ]
    return [*silent, *(_ledger_choice(row, local) for row in ledger.rows)]


def _ledger_choice(row: LedgerRow, local: Local) -> ChoiceRow:
    times = [tr("sent {time} {terminal}").format(time=_time(row.sent_at, local), terminal=row.fired_by)]
    if row.received_at is not None:
        received = tr("received {time} {terminal}")
        times.append(received.format(time=_time(row.received_at, local), terminal=row.received_by))
    if row.seen_at is not None:
        times.append(tr("seen {time}").format(time=_time(row.seen_at, local)))
    if row.printed_at is not None:
        times.append(tr("printed {time} on {route}").format(time=_time(row.printed_at, local), route=row.printed_on))
    if row.bumped_at is not None:
        times.append(tr("bumped {time}").format(time=_time(row.bumped_at, local)))
    if row.reached is Reached.OVERDUE:
        times.append(tr("NOT RECEIVED"))
    return ChoiceRow(row.ticket_id, f"{row.number}  {row.station}", "  ·  ".join(times))


def _time(at: datetime, local: Local) -> str:
    return exact_text(local(at))


def times_choices(times: Times) -> list[ChoiceRow]:
    """Stations, then dishes, the slowest first."""
    return [*(_times_choice(row) for row in times.stations), *(_times_choice(row) for row in times.items)]


def _times_choice(row: PrepRow) -> ChoiceRow:
    detail = tr("{n} · on average {average} · nine of ten within {most}").format(
        n=row.count, average=clock(row.average), most=clock(row.most)
    )
    late = tr(" · {n} late").format(n=row.late) if row.late and not row.name else ""
    return ChoiceRow(f"{row.station}/{row.name}", row.name or row.station.upper(), detail + late)
