"""The driver of French card terminals that speak Caisse-AP over IP (port 8888).

Each charge has a connection of its own and the terminal repeats till, amount and currency, which must be ours. Nothing
can be asked afterwards: after a lost reply only the terminal's slip tells.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aura_terminal.domain import telling
from aura_terminal.domain.card_slips import CardAct, CardEntry, CardSlip
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.card_reader import (
    CannotTell,
    CardApproved,
    CardCancelled,
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
from devices.readers import caisse_ap_fields as tags
from devices.readers.amounts import moved_amounts
from devices.readers.caisse_ap_fields import FieldReader, written
from devices.readers.card_words import last_four, printable
from devices.readers.currency_numbers import NUMBER_OF
from devices.transports.transport import Refused, Transport

PROTOCOL_VERSION, PROTOCOL_NAME, WHEN_DONE = "0300", "012345678901", "0"
DONE, NOT_DONE = "10", "01"
ACTIONS = {CardAct.SALE: "0", CardAct.REFUND: "1"}
LARGEST = 10**12 - 1
SEND_WITHIN = 5.0
NO_ABILITY_TO_ASK = telling.told("this terminal cannot be asked again; its slip tells")
_WHY: Mapping[str, Declining] = MappingProxyType(
    {"04": Declining.REFUSED, "05": Declining.NOT_ALLOWED, "08": Declining.TIMED_OUT, "09": Declining.NOT_UNDERSTOOD}
)
_GIVEN_UP = frozenset({"06", "11"})
_ENTRY = {"1": CardEntry.CHIP, "2": CardEntry.CONTACTLESS}


@dataclass(frozen=True, slots=True)
class CaisseApSetup:
    """This till's number (two digits), and how long (seconds) a charge may take.

    `quiet` is the silence after which an answer that could be whole is taken as whole.
    """

    till: str = "01"
    charge_within: float = 180.0
    quiet: float = 0.3


class CaisseApReader:
    """A Caisse-AP terminal, for one thread."""

    def __init__(
        self,
        transport: Transport,
        setup: CaisseApSetup | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._setup = setup or CaisseApSetup()
        self._monotonic = monotonic

    @property
    def abilities(self) -> ReaderAbilities:
        return ReaderAbilities(can_query=False, can_refund=True)

    def prepare(self, request: ReaderRequest) -> str:
        return ""

    def perform(self, request: ReaderRequest, tell: TellStep) -> ReaderOutcome:
        try:
            message = written(_asking(request, self._setup.till))
        except ValueError as wrong:
            return NotSent(Fault.NOT_SET_UP, str(wrong))
        try:
            self._transport.close()
            self._transport.open()
        except Unavailable as gone:
            return NotSent(Fault.BUSY if isinstance(gone, Refused) else Fault.UNREACHABLE, gone.hint)
        try:
            self._transport.send(message, SEND_WITHIN)
            tell(Step.WAITING_FOR_CARD)
            return outcome_of(request, self._setup.till, self._answer())
        except Unavailable as gone:
            return CardLost(gone.hint)
        finally:
            self.close()

    def query(self, request: ReaderRequest) -> QueryOutcome:
        return CannotTell(NO_ABILITY_TO_ASK, is_final=True)

    def cancel(self) -> None:
        """The protocol has no word for it; the terminal's red key ends a charge."""

    def status(self) -> ReaderStatus:
        try:
            self._transport.open()
        finally:
            self.close()
        return ReaderStatus(Power.ONLINE, (), Confidence.INFERRED, "Caisse-AP")

    def close(self) -> None:
        self._transport.close()

    def _answer(self) -> Mapping[str, str]:
        """The fields of the answer, read until they are whole; `Unavailable` where that does not happen in time."""
        reader, until = FieldReader(), self._monotonic() + self._setup.charge_within
        while (left := until - self._monotonic()) > 0:
            try:
                data = self._transport.receive(min(left, self._setup.quiet) if reader.may_be_whole else left)
            except Unavailable:
                if reader.may_be_whole:  # the terminal hung up, as some do after their answer
                    return reader.fields
                raise
            if not data and reader.may_be_whole:
                return reader.fields
            reader.feed(data)
            if reader.is_broken:
                raise Unavailable(
                    self._transport.name, telling.told("the terminal answered in another protocol; check its settings")
                )
        raise Unavailable(self._transport.name, telling.told("the terminal did not answer in time; look at its slip"))


def _asking(request: ReaderRequest, till: str) -> list[tuple[str, str]]:
    amount = request.amount
    if request.act not in ACTIONS:
        raise ValueError(telling.told("this terminal takes sales and refunds only"))
    if not 0 < amount.minor <= LARGEST or amount.currency not in NUMBER_OF:
        raise ValueError(telling.told("this terminal takes amounts of twelve digits in a known currency"))
    return [
        (tags.VERSION, PROTOCOL_VERSION), (tags.PROTOCOL, PROTOCOL_NAME), (tags.TILL, till),
        (tags.CURRENCY, NUMBER_OF[amount.currency]), (tags.ANSWER, WHEN_DONE), (tags.ACTION, ACTIONS[request.act]),
        (tags.AMOUNT, f"{amount.minor:02d}"),
    ]  # fmt: skip


def outcome_of(request: ReaderRequest, till: str, told: Mapping[str, str]) -> ReaderOutcome:
    """What an answer amounts to; lost where it is not about what was asked."""
    result, currency, amount = told.get(tags.RESULT), told.get(tags.CURRENCY), told.get(tags.AMOUNT, "")
    ours = (NUMBER_OF[request.amount.currency], till, ACTIONS[request.act])
    asked = zip((tags.CURRENCY, tags.TILL, tags.ACTION), ours, strict=True)
    if any(told.get(tag, mine) != mine for tag, mine in asked):
        return CardLost(telling.told("the terminal answered another request"))
    if result == NOT_DONE:
        reason = told.get(tags.REASON, "")
        words = printable(f"AF {reason}")
        return CardCancelled(words) if reason in _GIVEN_UP else CardDeclined(_WHY.get(reason, Declining.OTHER), words)
    if result != DONE:
        return CardLost(telling.told("the terminal did not say how it ended"))
    moved = int(amount) if amount.isascii() and amount.isdecimal() else -1
    amounts = moved_amounts(request.amount, moved)
    if amounts is None or currency is None:
        return CardLost(telling.told("the terminal's answer does not fit what was asked"))
    return CardApproved(amounts, _slip(told), request.key)


def _slip(told: Mapping[str, str]) -> CardSlip:
    return CardSlip(
        scheme=printable(told.get(tags.MODE, "")),
        last_four=last_four(told.get(tags.CARD_NUMBER, "")),
        entry=_ENTRY.get(told.get(tags.ENTRY, ""), CardEntry.UNKNOWN),
        authorisation=printable(told.get(tags.AUTHORISATION, "")),
        merchant_id=printable(told.get(tags.CONTRACT, "")),
        application_id=printable(told.get(tags.APPLICATION, "")),
    )
