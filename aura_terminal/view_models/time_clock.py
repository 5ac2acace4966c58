"""Somebody's time clock: what it says, and the punches that can be made now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.labor import BreakKind as BreakKind
from aura_terminal.ports.labor_rows import ClockRow
from aura_terminal.ports.labor_rows import Standing as Standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.labor import PunchRecorded
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.status import Now

Clocks = tuple[ClockRow, tuple[ClockRow, ...], "BusinessCalendar"]


@dataclass(frozen=True, slots=True)
class ClockCard:
    """A time clock as it is shown; times are those of the wall. `planned` are today's shifts, from and to."""

    name: str
    standing: Standing
    since: datetime | None
    minutes: int
    job: str
    break_kind: BreakKind | None
    jobs: tuple[str, ...]
    today: timedelta
    week: timedelta
    odd: int
    planned: tuple[tuple[str, str], ...]


class TimeClockModel(QObject):
    """The clock of whoever showed a PIN, until `close`. `changed` follows every reading; `refused` carries RuleBroken.

    Each punch is committed before it is shown; one under way takes no second one.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, runner: Runner, changes: Changes, now: Now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._changes, self._now = runner, changes, now
        self._actor: Actor | None = None
        self._card: ClockCard | None = None
        self._on_duty: tuple[ClockCard, ...] = ()
        self._is_punching = False
        runner.unavailable.connect(self._give_up)

    @property
    def card(self) -> ClockCard | None:
        """Whose clock it is; None while nobody's."""
        return self._card

    @property
    def on_duty(self) -> tuple[ClockCard, ...]:
        """Everybody who is in, by name."""
        return self._on_duty

    def open(self, actor: Actor) -> None:
        """Read the clock of somebody who has just shown who they are."""
        self._actor, self._card, self._is_punching = actor, None, False
        self._read()

    @Slot()
    def close(self) -> None:
        """Forget whose clock it was: the next one shows a PIN again."""
        self._actor, self._card, self._on_duty = None, None, ()
        self.changed.emit()

    def clock_in(self, job: str = "") -> None:
        """Begin a shift, in one of the jobs of the card; "" is the only one."""
        self._punch(lambda shop, by: shop.labor.clock_in(by, job))

    def begin_break(self, kind: BreakKind) -> None:
        """Begin a break."""
        self._punch(lambda shop, by: shop.labor.begin_break(by, kind))

    @Slot()
    def end_break(self) -> None:
        """Go on working."""
        self._punch(lambda shop, by: shop.labor.end_break(by))

    @Slot()
    def clock_out(self) -> None:
        """End the shift, and a break that still lasts."""
        self._punch(lambda shop, by: shop.labor.clock_out(by))

    def _punch(self, verb: Callable[[Shop, Actor], PunchRecorded]) -> None:
        by = self._actor
        if by is not None and not self._is_punching:
            self._is_punching = True
            self._runner.run(lambda shop: verb(shop, by), self._punched, self._refuse)

    def _punched(self, fact: PunchRecorded) -> None:
        self._is_punching = False
        self._changes.announce(fact)
        self._read()

    def _refuse(self, broken: object) -> None:
        self._is_punching = False
        self.refused.emit(broken)
        self._read()

    @Slot(object)
    def _give_up(self, _trouble: object) -> None:
        self._is_punching = False

    def _read(self) -> None:
        if self._actor is not None:
            self._runner.run(partial(_clocks, self._actor, self._now()), self._show)

    def _show(self, clocks: Clocks) -> None:
        own, others, calendar = clocks
        if self._actor is None or own.staff_id != self._actor.id:
            return
        now = self._now()
        self._card = _card(own, calendar, now)
        self._on_duty = tuple(_card(row, calendar, now) for row in others)
        self.changed.emit()


def _clocks(actor: Actor, now: datetime, shop: Shop) -> Clocks:
    labor = shop.reads.labor
    return labor.clock(actor.id, now), labor.on_duty(now), shop.reads.store.profile().calendar


def _card(row: ClockRow, calendar: BusinessCalendar, now: datetime) -> ClockCard:
    since = row.since
    return ClockCard(
        row.name, row.standing, None if since is None else calendar.local(since),
        0 if since is None else int((now - since).total_seconds() // 60), row.job, row.break_kind, row.jobs,
        row.today, row.week, row.odd, tuple((f"{one.starts:%H:%M}", f"{one.ends:%H:%M}") for one in row.planned),
    )  # fmt: skip
