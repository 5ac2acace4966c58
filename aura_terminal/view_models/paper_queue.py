"""The paper that waits, got lost or came out last, with what a person can do about each piece."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.domain.paper import PrintJobId, SpoolKind, SpoolState
from aura_terminal.domain.paper_ways import was_cut_short
from aura_terminal.view_models.changes import EVERY_FACT, Changes, Watch
from aura_terminal.view_models.device_cards import Ask

if TYPE_CHECKING:
    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.paper import SpooledJob
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.devices import DevicesModel
    from aura_terminal.view_models.runner import Runner

LOOK_MILLISECONDS = 3000


class Choice(StrEnum):
    """What a person can do about a piece of paper."""

    IT_PRINTED = "it_printed"
    COPY = "copy"
    PRINT_NOW = "print_now"
    REDIRECT = "redirect"
    LET_GO = "let_go"
    MAIL = "mail"


_CHOICES = {
    SpoolState.QUEUED: (Choice.REDIRECT, Choice.LET_GO),
    SpoolState.HELD: (Choice.PRINT_NOW, Choice.REDIRECT, Choice.LET_GO),
    SpoolState.IN_PRINTER: (Choice.REDIRECT,),
    SpoolState.UNCONFIRMED: (Choice.IT_PRINTED, Choice.COPY, Choice.REDIRECT),
    SpoolState.LATE: (Choice.PRINT_NOW, Choice.LET_GO),
    SpoolState.FAILED: (Choice.LET_GO,),
    SpoolState.SENDING: (),
    SpoolState.PRINTED: (Choice.COPY,),
    SpoolState.ACCEPTED: (Choice.COPY,),
}
_OUT = (SpoolState.PRINTED, SpoolState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class PaperCard:
    """One piece of paper: what staff call it, where it should come out, how it stands, and what can be done.

    `at` is on the store's wall clock; `note` is what the device or somebody said. `asks` is true where nobody but a
    person can tell whether it is on paper; `was_cut_short` where the program stopped while it was printing.
    """

    id: str
    title: str
    device: str
    state: SpoolState
    at: datetime
    note: str
    choices: tuple[Choice, ...]
    asks: bool = False
    was_cut_short: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the store says."""

    calendar: BusinessCalendar
    waiting: Sequence[SpooledJob]
    recent: Sequence[SpooledJob]


class PaperQueueModel(QObject):
    """Keeps the cards true: `changed` follows when one differs; `refused` carries a RuleBroken.

    `interrupted(n)` is said once for each job that the program left in the middle, which the node finds when it starts.
    """

    changed = Signal()
    refused = Signal(object)
    interrupted = Signal(int)

    def __init__(
        self, runner: Runner, changes: Changes, devices: DevicesModel, actor: Callable[[], Actor | None],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._devices, self._actor = runner, devices, actor
        self._reading: Reading | None = None
        self._waiting: tuple[PaperCard, ...] = ()
        self._recent: tuple[PaperCard, ...] = ()
        self._told: set[str] = set()
        self.watch = Watch(changes, EVERY_FACT, self)
        self.watch.due.connect(self.refresh)
        self._look = QTimer(self, interval=LOOK_MILLISECONDS)
        self._look.timeout.connect(self.refresh)
        devices.changed.connect(self._compose)

    @property
    def waiting(self) -> tuple[PaperCard, ...]:
        """What is not settled: first what asks a person, then the oldest."""
        return self._waiting

    @property
    def recent(self) -> tuple[PaperCard, ...]:
        """What came out last, newest first."""
        return self._recent

    def waiting_at(self, device: str) -> int:
        """How many pieces wait for a device."""
        return sum(1 for card in self._waiting if card.device == device)

    @Slot()
    def wake(self) -> None:
        """The page is shown."""
        self.refresh()
        self._look.start()

    @Slot()
    def rest(self) -> None:
        """The page is hidden."""
        self._look.stop()

    @Slot()
    def refresh(self) -> None:
        """Read the spool again."""
        self._runner.run(_reading, self._show)

    def choose(self, job_id: str, choice: Choice, to: str = "") -> None:
        """Do it; `to` is the device for REDIRECT and the address for MAIL."""
        actor = self._actor()
        card = next((each for each in (*self._waiting, *self._recent) if each.id == job_id), None)
        if actor is not None and card is not None:
            call = partial(_choose, actor, PrintJobId(job_id), choice, card.device, to)
            self._runner.run(call, partial(self._chosen, choice, card.device), self.refused.emit)

    def _chosen(self, choice: Choice, device: str, _done: None) -> None:
        if choice is Choice.PRINT_NOW:
            self._devices.ask(Ask.TRY, device)
        self.refresh()

    def _show(self, reading: Reading) -> None:
        self._reading = reading
        self._compose()
        if cut_short := {card.id for card in self._waiting if card.was_cut_short} - self._told:
            self._told |= cut_short
            self.interrupted.emit(len(cut_short))

    @Slot()
    def _compose(self) -> None:
        if self._reading is None:
            return
        calendar, name = self._reading.calendar, self._devices.device_of
        mails = self._devices.mails
        waiting = tuple(
            sorted(
                (card_of(each, calendar, name, mails=mails) for each in self._reading.waiting),
                key=lambda card: not card.asks,
            )
        )
        recent = tuple(card_of(each, calendar, name, mails=mails) for each in self._reading.recent)
        if (waiting, recent) != (self._waiting, self._recent):
            self._waiting, self._recent = waiting, recent
            self.changed.emit()


def card_of(
    spooled: SpooledJob, calendar: BusinessCalendar, device_of: Callable[[str], str], *, mails: bool = False
) -> PaperCard:
    """A job as its card; `device_of` names the device that serves a route, `mails` says whether it can be mailed."""
    job, state = spooled.job, spooled.state
    choices = _CHOICES.get(state, ())
    if job.kind is SpoolKind.DRAWER_KICK:
        choices = tuple(choice for choice in choices if choice is Choice.LET_GO)
        if state is SpoolState.UNCONFIRMED:
            choices = (Choice.LET_GO,)
    if mails and job.kind is SpoolKind.RECEIPT and choices and job.recipient is None:
        choices = (*choices, Choice.MAIL)
    asks = state is SpoolState.UNCONFIRMED and job.kind is not SpoolKind.DRAWER_KICK
    at = spooled.changed_at if state in _OUT else spooled.created_at
    return PaperCard(
        job.job_id, job.title, device_of(job.route), state, calendar.local(at), spooled.last_error, choices, asks,
        was_cut_short(spooled),
    )  # fmt: skip


def _reading(shop: Shop) -> Reading:
    calendar = shop.reads.store.profile().calendar
    return Reading(calendar, tuple(shop.paper.waiting()), tuple(shop.paper.recent()))


def _choose(by: Actor, job_id: PrintJobId, choice: Choice, device: str, to: str, shop: Shop) -> None:
    paper = shop.paper
    match choice:
        case Choice.IT_PRINTED:
            paper.it_printed(by, job_id)
        case Choice.COPY:
            paper.print_copy(by, job_id)
        case Choice.PRINT_NOW:
            paper.print_now(by, job_id)
        case Choice.REDIRECT:
            paper.redirect(by, job_id, device, to)
        case Choice.MAIL:
            paper.mail(by, job_id, to)
        case Choice.LET_GO:
            paper.let_go(by, job_id)
