"""The driver of French card terminals that speak Concert, protocol E+, over a serial line or USB.

Nothing can be asked afterwards and nothing cancelled from here: after a lost reply only the terminal's slip tells. Our
key travels in the private field; an answer with another key is not ours.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from aura_terminal.domain.card_slips import CardSlip
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from aura_terminal.ports.card_reader import (
    CannotTell,
    CardApproved,
    CardDeclined,
    CardLost,
    Declining,
    NotSent,
    QueryOutcome,
    ReaderAbilities,
    ReaderOutcome,
    ReaderRequest,
    ReaderStatus,
    Step,
    TellStep,
)
from aura_terminal.ports.printing import Confidence, Fault, Power
from devices.readers.amounts import moved_amounts
from devices.readers.concert_frames import ConcertReaderOfBytes, Damaged, Frame, Heard, Sign, framed
from devices.readers.concert_words import Answer, asking, read_answer
from devices.readers.quiet_line import open_quiet
from devices.transports.transport import Refused, Transport

PAID, REFUSED = "0", "7"
NO_ABILITY_TO_ASK = told("this terminal cannot be asked again; its slip tells")
SEND_WITHIN = 5.0
DAMAGES_BORNE = 3


@dataclass(frozen=True, slots=True)
class ConcertSetup:
    """This till's number (two digits), and how long (seconds) a charge and one sign of the line may take."""

    till: str = "01"
    charge_within: float = 150.0
    sign_within: float = 3.0


class ConcertReader:
    """A Concert terminal, for one thread."""

    def __init__(
        self,
        transport: Transport,
        setup: ConcertSetup | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._setup = setup or ConcertSetup()
        self._monotonic = monotonic
        self._bytes = ConcertReaderOfBytes()
        self._heard: deque[Heard] = deque()

    @property
    def abilities(self) -> ReaderAbilities:
        return ReaderAbilities(can_query=False, can_refund=True)

    def prepare(self, request: ReaderRequest) -> str:
        return ""

    def perform(self, request: ReaderRequest, tell: TellStep) -> ReaderOutcome:
        try:
            text = asking(request, self._setup.till)
        except ValueError as wrong:
            return NotSent(Fault.NOT_SET_UP, str(wrong))
        try:
            self._greet()
        except Unavailable as gone:
            self.close()
            return NotSent(Fault.BUSY if isinstance(gone, Refused) else Fault.UNREACHABLE, gone.hint)
        try:
            self._send(framed(text))
            if self._next(self._setup.sign_within) is not Sign.ACK:
                return CardLost(told("the terminal did not say that it has the request"))
            self._send(Sign.EOT.octet)
            tell(Step.WAITING_FOR_CARD)
            return self._outcome(request)
        except Unavailable as gone:
            return CardLost(gone.hint)
        finally:
            self.close()

    def query(self, request: ReaderRequest) -> QueryOutcome:
        return CannotTell(NO_ABILITY_TO_ASK, is_final=True)

    def cancel(self) -> None:
        """The protocol has no word for it; the terminal's own key ends a charge."""

    def status(self) -> ReaderStatus:
        try:
            self._greet()
            self._send(Sign.EOT.octet)
        finally:
            self.close()
        return ReaderStatus(Power.ONLINE, (), Confidence.REPORTED, "Concert")

    def close(self) -> None:
        self._transport.close()

    def _greet(self) -> None:
        """Open the line and have the terminal listen; no byte of a request has left until it does."""
        open_quiet(self._transport)
        self._bytes = ConcertReaderOfBytes()
        self._heard.clear()
        self._send(Sign.ENQ.octet)
        answer = self._await(Sign.ACK, Sign.NAK)
        if answer is Sign.NAK:
            raise Refused(self._transport.name, told("the terminal is busy; finish or cancel what it shows"))
        if answer is not Sign.ACK:
            raise Unavailable(self._transport.name, told("the terminal does not answer; check its cable and its menu"))

    def _outcome(self, request: ReaderRequest) -> ReaderOutcome:
        """Wait for the answer under our key, passing over those of others, until the time is over."""
        until = self._monotonic() + self._setup.charge_within
        while (left := until - self._monotonic()) > 0:
            if self._next(left) is Sign.ENQ:
                answer = self._take_answer()
                if answer is not None and answer.key == request.key:
                    return _judged(request, answer)
        return CardLost(told("the terminal did not answer in time; look at its slip"))

    def _take_answer(self) -> Answer | None:
        self._send(Sign.ACK.octet)
        for _ in range(DAMAGES_BORNE):
            heard = self._next(self._setup.sign_within)
            if isinstance(heard, Frame):
                self._take_leave()
                return read_answer(heard.text)
            if not isinstance(heard, Damaged):
                return None
            self._send(Sign.NAK.octet)
        return None

    def _take_leave(self) -> None:
        """Say that the answer is here and hear the end; where the line breaks now, the answer is known all the same."""
        try:
            self._send(Sign.ACK.octet)
            self._await(Sign.EOT)
        except Unavailable:
            return

    def _await(self, *wanted: Sign) -> Sign | None:
        """The first of these signs, passing over what an earlier conversation left; none where it does not come."""
        until = self._monotonic() + self._setup.sign_within
        while (left := until - self._monotonic()) > 0:
            heard = self._next(left)
            if isinstance(heard, Sign) and heard in wanted:
                return heard
        return None

    def _next(self, within: float) -> Heard | None:
        until = self._monotonic() + within
        while not self._heard:
            left = until - self._monotonic()
            self._heard.extend(self._bytes.feed(self._transport.receive(max(0.0, left))))
            if left <= 0 and not self._heard:  # also where noise comes without end
                return None
        return self._heard.popleft()

    def _send(self, data: bytes) -> None:
        self._transport.send(data, SEND_WITHIN)


def _judged(request: ReaderRequest, answer: Answer) -> ReaderOutcome:
    if answer.result == REFUSED:
        return CardDeclined(Declining.REFUSED)
    if answer.result != PAID:
        return CardLost(
            told(
                "the terminal says that it could not verify the charge ({result}); look at its slip",
                result=answer.result,
            )
        )
    if answer.currency not in ("", request.amount.currency):
        return CardLost(told("the terminal answered in another currency"))
    amounts = moved_amounts(request.amount, answer.minor)
    if amounts is None:
        return CardLost(told("the terminal answered with more than twice what was asked"))
    return CardApproved(amounts, CardSlip(), request.key)
