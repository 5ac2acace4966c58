"""The driver of ZVT card terminals (ZVT 13.06, German-speaking countries), over TCP or a serial line.

ZVT carries no key of ours. What tells charges apart is the terminal's receipt number: `prepare` notes the last one,
and the charge that follows has a later one. After a lost reply the terminal repeats its last receipt: the noted number
means that nothing was done, the next one with the same amount is ours, and anything else is for a person to look at.
Numbers are the terminal's own: what was asked of another one is neither looked up nor given back at this one.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from aura_terminal.domain import telling
from aura_terminal.domain.card_slips import CardAct, CardSlip
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.card_reader import (
    CannotTell,
    CardApproved,
    CardLost,
    NotProcessed,
    NotSent,
    QueryOutcome,
    ReaderAbilities,
    ReaderOutcome,
    ReaderRequest,
    ReaderStatus,
    StillRunning,
    TellStep,
)
from aura_terminal.ports.printing import Confidence, Fault, Power
from devices.readers import zvt_commands as commands
from devices.readers.amounts import moved_amounts
from devices.readers.zvt_link import Silent, ZvtLink
from devices.readers.zvt_replies import APPROVED, WAIT, ReceiptLines, Told, read_code, read_status, refusal, step_of
from devices.transports.transport import Refused

TICK = 0.2
LAST_RECEIPT = 9999
NONE_YET = UNNUMBERED = 0
MOST_AHEAD = 20
_NOTE = re.compile(r"receipt=([0-9]{1,4})(?: terminal=([0-9]{1,8}))?")
ANOTHER = telling.told("another terminal stands at its place; look at the slip of the one it was asked of")
BUSY = telling.told("the terminal is busy; finish or cancel what it shows")
NO_RESULT = telling.told("the terminal did not say how it ended; look at its receipts")
ZVT_ABILITIES = ReaderAbilities(
    can_query=True, can_cancel=True, can_reverse=True, can_refund=True, can_preauthorise=True
)


@dataclass(frozen=True, slots=True)
class ZvtSetup:
    """The terminal's password, and how long (seconds) it may take over one charge, one enquiry and giving up.

    `settle` is how long after a first "nothing was done" it is asked again.
    """

    password: str = field(default="000000", repr=False)
    charge_within: float = 180.0
    answer_within: float = 10.0
    give_up_within: float = 10.0
    settle: float = 2.0


class _Course:
    """One command under way: what the terminal has told of it so far."""

    def __init__(self) -> None:
        self.told: Told | None = None
        self.lines = ReceiptLines()
        self.ended: int | None = None
        self.was_completed = False

    def hear(self, code: int, data: bytes, tell: TellStep) -> None:
        if code == commands.STATUS_INFORMATION:
            self.told = read_status(data)
        elif code == commands.INTERMEDIATE:
            if (step := step_of(data[0] if data else -1)) is not None:
                tell(step)
        elif code == commands.PRINT_LINE:
            self.lines.add_line(data)
        elif code == commands.PRINT_BLOCK:
            self.lines.add_block(data)
        elif code in (commands.COMPLETION, commands.ABORTED):
            self.was_completed = code == commands.COMPLETION
            self.ended = read_code(data)

    @property
    def slip(self) -> CardSlip:
        slip = self.told.slip if self.told is not None else CardSlip()
        return replace(slip, cardholder=self.lines.cardholder, merchant=self.lines.merchant)


class ZvtReader:
    """A ZVT terminal; one thread uses it, `cancel` alone may come from another."""

    def __init__(
        self, link: ZvtLink, setup: ZvtSetup | None = None, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._link = link
        self._setup = setup or ZvtSetup()
        self._monotonic = monotonic
        self._cancelled = threading.Event()

    @property
    def abilities(self) -> ReaderAbilities:
        return ZVT_ABILITIES

    def prepare(self, request: ReaderRequest) -> str:
        """Register, and note the number of the terminal's last receipt."""
        self._cancelled.clear()  # a cancel that came after the charge before this one
        try:
            self._link.close()
            self._begin()
            last = self._last_receipt()
        except Unavailable:
            self._link.close()
            raise
        if last == WAIT:
            self._link.close()
            raise Refused(self._link.name, BUSY)
        told = last.told if isinstance(last, _Course) else None
        if told is None:
            return f"receipt={NONE_YET}"
        terminal = told.slip.terminal_id
        return f"receipt={told.receipt} terminal={terminal}" if terminal else f"receipt={told.receipt}"

    def perform(self, request: ReaderRequest, tell: TellStep) -> ReaderOutcome:
        noted = _noted(request)
        try:
            command = commands.asking(request, self._setup.password)
            if noted is None:
                raise ValueError(
                    telling.told("without a noted receipt number nobody could tell later what became of it")
                )
            if not _are_one(commands.original_terminal(request), _noted_terminal(request)):
                raise ValueError(telling.told("this is another terminal than the one the card was taken at"))
        except ValueError as wrong:
            return NotSent(Fault.NOT_SET_UP, str(wrong))
        try:
            self._begin()
        except Unavailable as gone:
            self._link.close()
            return NotSent(Fault.BUSY if isinstance(gone, Refused) else Fault.UNREACHABLE, gone.hint)
        try:
            refused = self._link.ask(command)
            if refused is not None:
                return refusal(refused)
            return _outcome(request, noted, self._follow(self._setup.charge_within, tell, self._cancelled))
        except Unavailable as gone:
            return CardLost(gone.hint)
        finally:
            self._link.close()
            self._cancelled.clear()

    def query(self, request: ReaderRequest) -> QueryOutcome:
        noted = _noted(request)
        if noted is None:
            return CannotTell(telling.told("no receipt number was noted before it was asked"), is_final=True)
        told = self._look(request, noted)
        if isinstance(told, NotProcessed):  # a request that was cut may just be being read: only the second "no" counts
            threading.Event().wait(self._setup.settle)
            told = self._look(request, noted)
        return told

    def _look(self, request: ReaderRequest, noted: int) -> QueryOutcome:
        """Begin anew, ask whether the terminal is ready, and have it repeat its last receipt."""
        try:
            self._link.close()
            self._link.open()
            if self._is_ready() == WAIT:
                return StillRunning()
            self._register()
            last = self._last_receipt()
        except Refused as busy:
            return StillRunning() if busy.hint == BUSY else CannotTell(busy.hint, is_final=False)
        except Unavailable as gone:
            return CannotTell(gone.hint, is_final=False)
        finally:
            self._link.close()
        if isinstance(last, int):
            return (
                StillRunning()
                if last == WAIT
                else CannotTell(telling.told("the terminal says ZVT {last:02X}", last=last), is_final=False)
            )
        return _judged(request, noted, last)

    def cancel(self) -> None:
        self._cancelled.set()

    def status(self) -> ReaderStatus:
        try:
            self._link.open()
            code = self._is_ready()
        finally:
            self._link.close()
        if code in (None, APPROVED):
            return ReaderStatus(Power.ONLINE, (), Confidence.REPORTED, "ZVT")
        return ReaderStatus(Power.ONLINE, (Fault.BUSY if code == WAIT else Fault.OFFLINE,), Confidence.REPORTED, "ZVT")

    def close(self) -> None:
        self._link.close()

    def end_of_day(self) -> bool:
        """Hand the day's charges to the bank; whether the terminal did it. `Unavailable` when it cannot be reached."""
        try:
            self._begin()
            if self._link.ask(commands.end_of_day(self._setup.password)) is not None:
                return False
            course = self._follow(self._setup.charge_within, _tell_nobody, threading.Event())
            return course.was_completed and course.ended == APPROVED
        finally:
            self._link.close()

    def _begin(self) -> None:
        """Open the line and register, unless that was done for this charge."""
        if not self._link.is_open:
            self._link.open()
            self._register()

    def _register(self) -> None:
        refused = self._link.ask(commands.registration(self._setup.password))
        if refused == WAIT:
            raise Refused(self._link.name, BUSY)
        if refused is not None:
            raise Unavailable(
                self._link.name,
                telling.told("it does not take this till (ZVT {refused:02X}); check its password", refused=refused),
            )
        self._answer()

    def _is_ready(self) -> int | None:
        """The terminal's own word about itself: a refusal, or the code of the end."""
        refused = self._link.ask(commands.status_enquiry(self._setup.password))
        return refused if refused is not None else self._answer().ended

    def _last_receipt(self) -> _Course | int:
        """The last charge once more; the code of a refusal while the terminal is busy."""
        refused = self._link.ask(commands.repeat_receipt(self._setup.password))
        if refused is not None:
            return refused
        return self._answer()

    def _answer(self) -> _Course:
        """Hear a short enquiry out."""
        return self._follow(self._setup.answer_within, _tell_nobody, threading.Event())

    def _follow(self, within: float, tell: TellStep, cancelled: threading.Event) -> _Course:
        """Hear the terminal out; it is asked to give up when this is cancelled or takes too long. `Silent` then."""
        course, until, was_asked = _Course(), self._monotonic() + within, False
        while course.ended is None:
            is_late = self._monotonic() >= until
            if is_late and was_asked:
                raise Silent(
                    self._link.name, telling.told("the terminal said nothing until the time was over; look at it")
                )
            if (is_late or cancelled.is_set()) and not was_asked:
                self._link.send(commands.abort())
                was_asked = True
                until = self._monotonic() + self._setup.give_up_within if is_late else until
            heard = self._link.receive(TICK)
            if heard is not None:
                course.hear(heard.code, heard.data, tell)
        return course


def _tell_nobody(step: object) -> None:
    """A short enquiry shows nothing to anybody."""


def _noted(request: ReaderRequest) -> int | None:
    found = _NOTE.fullmatch(request.note)
    return int(found[1]) if found else None


def _noted_terminal(request: ReaderRequest) -> str:
    found = _NOTE.fullmatch(request.note)
    return (found[2] or "") if found else ""


def _are_one(terminal: str, other: str) -> bool:
    """Whether two of the ids that terminals have may be those of one; "" is one that was not told."""
    return not terminal or not other or terminal == other


def _steps_ahead(noted: int, receipt: int) -> int:
    """How many receipts after the noted one; the terminal counts 1 to 9999 and begins again."""
    if noted == NONE_YET:
        return min(receipt, 1)
    return receipt - noted if receipt >= noted else receipt + LAST_RECEIPT - noted


def _outcome(request: ReaderRequest, noted: int, course: _Course) -> ReaderOutcome:
    """What the terminal's words amount to: approved is a status with result 00 and a completion, both."""
    told, ended = course.told, course.ended or 0
    if told is None:
        return (
            CardLost(telling.told("the terminal ended without saying what it did"))
            if course.was_completed
            else refusal(ended)
        )
    if told.result is None:
        return CardLost(NO_RESULT)
    if told.result != APPROVED:
        return refusal(told.result, course.slip)
    if not course.was_completed:
        return CardLost(telling.told("the terminal approved and then gave up"))
    if not 1 <= _steps_ahead(noted, told.receipt) <= MOST_AHEAD:
        return CardLost(telling.told("the terminal answered with the receipt of another charge"))
    return _approved(request, told, course.slip)


def _judged(request: ReaderRequest, noted: int, last: _Course) -> QueryOutcome:
    told = last.told
    if told is None:
        return (
            NotProcessed()
            if noted == NONE_YET
            else CannotTell(telling.told("its last receipt is gone; look at it"), is_final=True)
        )
    if not _are_one(_noted_terminal(request), told.slip.terminal_id):
        return CannotTell(ANOTHER, is_final=False)
    if told.receipt == UNNUMBERED:
        return CannotTell(telling.told("the terminal's last receipt tells no number; look at it"), is_final=True)
    ahead = _steps_ahead(noted, told.receipt)
    if ahead == 0:
        return NotProcessed()
    if ahead > 1:
        return CannotTell(
            telling.told("the terminal did {ahead} things since; look at its receipts", ahead=ahead), is_final=True
        )
    if told.result is None:
        return CannotTell(NO_RESULT, is_final=True)
    if told.result == APPROVED and request.act is not CardAct.RELEASE and told.minor != request.amount.minor:
        return CannotTell(telling.told("the terminal's last receipt has another amount; look at it"), is_final=True)
    if told.result == APPROVED:
        outcome = _approved(request, told, last.slip)
        return CannotTell(outcome.reason, is_final=True) if isinstance(outcome, CardLost) else outcome
    return refusal(told.result, last.slip)


def _approved(request: ReaderRequest, told: Told, slip: CardSlip) -> CardApproved | CardLost:
    """More than was asked is a tip given at the terminal; less is a part, which the caller sees in `taken`."""
    asked = request.amount
    if told.currency not in ("", asked.currency):
        return CardLost(telling.told("the terminal answered in {currency}", currency=told.currency))
    moved = asked.minor if told.minor is None or request.act is CardAct.RELEASE else told.minor
    amounts = moved_amounts(asked, moved)
    if amounts is None:
        return CardLost(telling.told("the terminal answered with more than twice what was asked"))
    reference = commands.reference(told.receipt, told.trace, told.slip.terminal_id)
    return CardApproved(amounts, slip, reference, offline=not told.was_online)
