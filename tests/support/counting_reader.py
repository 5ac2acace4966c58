"""A card terminal that counts: what it charged stays in its own book, whatever becomes of the till beside it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

from aura_terminal.domain.card_slips import CardAct, CardAmounts, CardEntry, CardProof, CardSlip, Declining
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.money import Money, zero
from aura_terminal.ports.card_reader import (
    CannotTell,
    CardApproved,
    CardCancelled,
    CardDeclined,
    CardLost,
    NotProcessed,
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


class Killed(BaseException):
    """The process of the till was killed here."""


class Play(Enum):
    """What becomes of the next request."""

    APPROVE = auto()
    PART = auto()
    TIP = auto()
    OFFLINE = auto()
    SIGN = auto()
    DECLINE = auto()
    GIVE_UP = auto()
    NOT_SENT = auto()
    LOST_BEFORE = auto()
    LOST_AFTER = auto()
    KILLED_BEFORE = auto()
    KILLED_AFTER = auto()


MOVES_MONEY = frozenset(
    {Play.APPROVE, Play.PART, Play.TIP, Play.OFFLINE, Play.SIGN, Play.LOST_AFTER, Play.KILLED_AFTER}
)
ALL_ABILITIES = ReaderAbilities(
    can_query=True, can_cancel=True, can_reverse=True, can_refund=True, can_preauthorise=True, takes_part=True,
    asks_tip=True,
)  # fmt: skip


@dataclass
class TerminalBook:
    """The terminal itself: it outlives every process of the till. `moved` has one entry for each request it carried
    out; `word` is what it says of a key."""

    plays: deque[Play] = field(default_factory=deque)
    moved: list[tuple[str, CardAct, int]] = field(default_factory=list)
    word: dict[str, QueryOutcome] = field(default_factory=dict)
    is_reached: bool = True

    def net(self) -> int:
        """What it took from cards and did not give back, in minor units."""
        taking = (CardAct.SALE, CardAct.CAPTURE)
        giving = (CardAct.REFUND, CardAct.REVERSAL)
        return sum(minor if act in taking else -minor if act in giving else 0 for _, act, minor in self.moved)

    def times(self, key: str) -> int:
        """How often money moved under a key."""
        return sum(1 for one, _, _ in self.moved if one == key)


class CountingReader:
    """The CardReader port over a TerminalBook."""

    def __init__(self, book: TerminalBook, abilities: ReaderAbilities = ALL_ABILITIES) -> None:
        self._book = book
        self.abilities = abilities
        self.cancels = 0
        self.asked: list[ReaderRequest] = []

    def prepare(self, request: ReaderRequest) -> str:
        """Unavailable while the line is cut."""
        if not self._book.is_reached:
            raise Unavailable("counting", "not reachable")
        return f"after {len(self._book.moved)}"

    def perform(self, request: ReaderRequest, tell: TellStep) -> ReaderOutcome:
        """As the next play says."""
        self.asked.append(request)
        play = self._book.plays.popleft() if self._book.plays else Play.APPROVE
        if play is Play.NOT_SENT:
            return NotSent(Fault.UNREACHABLE, "the cable is out")
        tell(Step.WAITING_FOR_CARD)
        if play is Play.KILLED_BEFORE:
            raise Killed
        if play is Play.LOST_BEFORE:
            return CardLost("the line was cut")
        said = self._decide(play, request)
        self._book.word[request.key] = said
        if play is Play.KILLED_AFTER:
            raise Killed
        if play is Play.LOST_AFTER:
            return CardLost("the line was cut")
        return said

    def query(self, request: ReaderRequest) -> QueryOutcome:
        """What the book says of the key."""
        if not self._book.is_reached:
            return CannotTell("not reachable", is_final=False)
        return self._book.word.get(request.key, NotProcessed())

    def cancel(self) -> None:
        """Counted only."""
        self.cancels += 1

    def status(self) -> ReaderStatus:
        """Online while the line is whole."""
        if not self._book.is_reached:
            raise Unavailable("counting", "not reachable")
        return ReaderStatus(Power.ONLINE, (), Confidence.REPORTED, "counting")

    def close(self) -> None:
        """Nothing is held."""

    def _decide(self, play: Play, request: ReaderRequest) -> CardApproved | CardDeclined | CardCancelled:
        if play is Play.DECLINE:
            return CardDeclined(Declining.REFUSED, "refused by the bank")
        if play is Play.GIVE_UP:
            return CardCancelled("given up at the terminal")
        none = zero(request.amount.currency)
        minor = max(1, request.amount.minor // 2) if play is Play.PART else request.amount.minor
        tip = Money(minor // 10, none.currency) if play is Play.TIP else none
        amounts = CardAmounts(Money(minor, none.currency), tip, none, none)
        self._book.moved.append((request.key, request.act, amounts.total.minor))
        number = f"{len(self._book.moved):04d}"
        proof = CardProof.SIGNATURE if play is Play.SIGN else CardProof.PIN
        slip = CardSlip(
            "Visa", "4242", CardEntry.CHIP, proof, authorisation=f"A{number}", terminal_id="52500007",
            receipt_number=number, application="VISA CREDIT", application_id="A0000000031010",
            cryptogram="9F1B2C3D4E5F6071", response_code="00",
        )  # fmt: skip
        return CardApproved(amounts, slip, f"ref-{number}", play is Play.OFFLINE)
