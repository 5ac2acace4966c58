"""The driver of terminals that speak nexo Sale to POI 3.0 on the local network, as Adyen's do (port 8443, sealed JSON).

Our key is the message's ServiceID, so what became of a request can always be asked by it. Money is moved by `perform`
alone; a lost reply is asked for with TransactionStatus.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain import telling
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.money import EXPONENTS
from aura_terminal.ports.card_reader import (
    CannotTell,
    CardCancelled,
    CardDeclined,
    CardLost,
    Declining,
    NotProcessed,
    NotSent,
    QueryOutcome,
    ReaderAbilities,
    ReaderOutcome,
    ReaderRequest,
    ReaderStatus,
    Step,
    StillRunning,
    TellStep,
)
from aura_terminal.ports.printing import Confidence, Fault, Power
from devices.readers import nexo_words as words
from devices.readers.card_words import printable
from devices.readers.http_exchange import NotReached, TurnedAway
from devices.readers.nexo_crypto import NexoKey, SealBroken
from devices.readers.nexo_link import NexoLink
from devices.readers.nexo_replies import Message, NotReadable, Payment, Status, open_message, outcome_of

WRONG_KEY = telling.told("the terminal's key does not match; check identifier, version and passphrase in the settings")
ANOTHER = telling.told("another terminal stands at its place")
NOT_OURS = telling.told("the terminal answered something else than what was asked")
NOT_OFFERED = telling.told("this terminal takes sales, refunds and reversals only")
NEXO_ABILITIES = ReaderAbilities(
    can_query=True, can_cancel=True, can_reverse=True, can_refund=True, takes_part=True, asks_tip=True
)
_ACTS = frozenset({CardAct.SALE, CardAct.REFUND, CardAct.REVERSAL})
_POI_POWER = {"OK": (), "Busy": (Fault.BUSY,), "Maintenance": (Fault.OFFLINE,), "Unreachable": (Fault.OFFLINE,)}


@dataclass(frozen=True, slots=True)
class NexoSetup:
    """Who speaks to whom under which key, and how long (seconds) a charge and an enquiry may take.

    The terminal itself gives up after 120 s. `settle` is how long after a first "not found" it is asked again.
    """

    parties: words.Parties
    key: NexoKey
    charge_within: float = 150.0
    answer_within: float = 15.0
    settle: float = 2.0


class NexoReader:
    """A nexo terminal; one thread uses it, `cancel` alone may come from another (and may take a few seconds there)."""

    def __init__(
        self,
        link: NexoLink,
        setup: NexoSetup,
        *,
        now: Callable[[], datetime],
        chance: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._link = link
        self._setup = setup
        self._now = now
        self._chance = chance
        self._is_proved = False
        self._cancelled = threading.Event()
        self._under_way: tuple[str, str] | None = None

    @property
    def abilities(self) -> ReaderAbilities:
        return NEXO_ABILITIES

    def prepare(self, request: ReaderRequest) -> str:
        """Prove the key once, before money is asked for: with a wrong one no outcome could ever be read.

        The note is the terminal's own id: another one at its place knows nothing, which must not pass for "nothing".
        """
        self._cancelled.clear()  # a cancel that came after the charge before this one
        if not self._is_proved:
            self.status()
        return self._setup.parties.poi_id

    def perform(self, request: ReaderRequest, tell: TellStep) -> ReaderOutcome:
        category = words.category_of(request)
        try:
            body = self._body(request)
        except ValueError as wrong:
            return NotSent(Fault.NOT_SET_UP, str(wrong))
        if self._cancelled.is_set():
            self._cancelled.clear()
            return CardCancelled()
        self._under_way = (request.key, category)
        tell(Step.WAITING_FOR_CARD)
        try:
            message = self._ask(category, body, request.key, self._setup.charge_within)
        except NotReached as gone:
            return NotSent(Fault.BUSY if isinstance(gone, TurnedAway) else Fault.UNREACHABLE, gone.hint)
        except Unavailable as gone:
            return CardLost(gone.hint)
        finally:
            self._under_way = None
            self._cancelled.clear()
        return self._judged(request, message)

    def query(self, request: ReaderRequest) -> QueryOutcome:
        if request.note not in ("", self._setup.parties.poi_id):
            return CannotTell(
                printable(telling.told("{another}; look at the slip of {note}", another=ANOTHER, note=request.note)),
                is_final=False,
            )
        try:
            told = self._status_of(request)
            if _is_not_found(told):  # a request that was cut may just be being read: only the second "no" counts
                threading.Event().wait(self._setup.settle)
                told = self._status_of(request)
        except Unavailable as gone:
            return CannotTell(gone.hint, is_final=False)
        return self._resolved(request, told)

    def cancel(self) -> None:
        self._cancelled.set()
        under_way = self._under_way
        if under_way is None:
            return
        body = words.abort_body(*under_way, self._setup.parties)
        try:
            self._link.exchange(self._sealed(words.ABORT, body, self._fresh_id()), self._setup.answer_within)
        except Unavailable:
            return  # whether it gave up is told by the charge's own reply

    def status(self) -> ReaderStatus:
        message = self._ask(words.DIAGNOSIS, words.diagnosis_body(), self._fresh_id(), self._setup.answer_within)
        told = message.diagnosis_response
        if told is None:
            raise Unavailable(self._link.name, NOT_OURS)
        self._is_proved = True
        faults = _POI_POWER.get(told.poi_status.global_status, ())
        return ReaderStatus(Power.ONLINE, faults, Confidence.REPORTED, self._setup.parties.poi_id)

    def close(self) -> None:
        """Each exchange has a connection of its own: nothing is held."""

    def _body(self, request: ReaderRequest) -> words.Body:
        if request.act not in _ACTS:
            raise ValueError(NOT_OFFERED)
        if request.amount.minor <= 0 or request.amount.currency not in EXPONENTS:
            raise ValueError(telling.told("an amount above zero in a known currency is needed"))
        return words.body_of(request, self._now())

    def _ask(self, category: str, body: words.Body, service_id: str, within: float) -> Message:
        """The opened reply; a seal that is not ours is `Unavailable` with its own hint, never read further."""
        reply = self._link.exchange(self._sealed(category, body, service_id), within)
        try:
            message = open_message(reply, self._setup.key)
        except SealBroken:
            raise Unavailable(self._link.name, WRONG_KEY) from None
        except NotReadable as wrong:
            raise Unavailable(
                self._link.name, telling.told("the terminal's answer cannot be read: {wrong}", wrong=wrong)
            ) from None
        header, parties = message.message_header, self._setup.parties
        is_event = message.event_notification is not None
        if not is_event and (header.service_id, header.sale_id, header.poi_id) != (
            service_id, parties.sale_id, parties.poi_id,
        ):  # fmt: skip
            raise Unavailable(self._link.name, NOT_OURS)
        return message

    def _judged(self, request: ReaderRequest, message: Message) -> ReaderOutcome:
        event = message.event_notification
        if event is not None and event.event_to_notify == "Reject":
            return CardDeclined(Declining.NOT_UNDERSTOOD, printable(event.event_details))
        reply = _reply_in(message, words.category_of(request))
        if reply is None:
            return CardLost(NOT_OURS)
        try:
            return outcome_of(request, reply)
        except NotReadable as wrong:
            return CardLost(str(wrong))

    def _status_of(self, request: ReaderRequest) -> Status:
        body = words.status_body(request, self._setup.parties)
        message = self._ask(words.STATUS, body, self._fresh_id(), self._setup.answer_within)
        if message.transaction_status_response is None:
            raise Unavailable(self._link.name, NOT_OURS)
        return message.transaction_status_response

    def _resolved(self, request: ReaderRequest, told: Status) -> QueryOutcome:
        if _is_not_found(told):
            return NotProcessed()
        if told.response.error_condition == "InProgress":
            return StillRunning()
        repeated = told.repeated_message_response
        if repeated is None:
            return CannotTell(
                printable(telling.told("the terminal says {condition}", condition=told.response.error_condition)),
                is_final=False,
            )
        reply = _reply_in(repeated.repeated_response_message_body, words.category_of(request))
        if repeated.message_header.service_id != request.key or reply is None:
            return CannotTell(telling.told("the terminal tells of another charge"), is_final=False)
        try:
            return outcome_of(request, reply)
        except NotReadable as wrong:
            return CannotTell(str(wrong), is_final=True)

    def _sealed(self, category: str, body: words.Body, service_id: str) -> bytes:
        setup = self._setup
        return words.sealed_request(category, body, service_id, setup.parties, setup.key, self._chance(16))

    def _fresh_id(self) -> str:
        """The id of an enquiry, which moves no money: ten letters by chance, never one of our keys' shape."""
        return f"q{self._chance(5).hex()[:9]}"


def _reply_in(told: Message | object, category: str) -> Payment | None:
    name = "reversal_response" if category == words.REVERSAL else "payment_response"
    reply = getattr(told, name)
    return reply if isinstance(reply, Payment) else None


def _is_not_found(told: Status) -> bool:
    return told.response.result == "Failure" and told.response.error_condition == "NotFound"
