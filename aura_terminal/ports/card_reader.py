"""What the shop needs of a card terminal: asked once under a key kept beforehand, and asked again what became of it.

Every call may take minutes: these are for the node's device threads, never for the thread a person touches. No call
raises for what a terminal, a card or a cable does; each answers with an outcome, because an outcome must be kept
whatever happened. No card number, track or PIN passes through any of these values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from aura_terminal.domain.card_slips import CardAct, CardAmounts, CardSlip
from aura_terminal.domain.card_slips import Declining as Declining
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money
from aura_terminal.ports.printing import Confidence, Fault, Power


class Asking(StrEnum):
    """Whether the terminal asks the card's holder for a tip."""

    NO_TIP = "no_tip"
    TIP = "tip"


class Step(StrEnum):
    """What a terminal shows while it works, as far as it tells."""

    WAITING_FOR_CARD = "waiting_for_card"
    CARD_READ = "card_read"
    WAITING_FOR_PIN = "waiting_for_pin"
    ASKING_HOST = "asking_host"
    PRINTING = "printing"


@dataclass(frozen=True, slots=True)
class ReaderAbilities:
    """What a terminal's protocol offers.

    Where `can_query` is no, a lost reply goes to a person with the terminal's slip. `needs_internet` greys the way to
    pay out while there is none. At a stand-alone terminal the cashier types the amount and reads the outcome.
    """

    can_query: bool
    can_cancel: bool = False
    can_reverse: bool = False
    can_refund: bool = False
    can_preauthorise: bool = False
    takes_part: bool = False
    asks_tip: bool = False
    needs_internet: bool = False
    is_stand_alone: bool = False


@dataclass(frozen=True, slots=True)
class Original:
    """An earlier charge that a reversal, a refund, a capture or a release is about.

    `reference` is what the terminal called it, `key` what we called it.
    """

    key: str
    reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ReaderRequest:
    """One thing asked of a terminal.

    `key` is ours, unique for the terminal, kept before the first byte and named in every query. `note` is what
    `CardReader.prepare` answered and was kept with the key; `label` is what people call the order.
    """

    attempt_id: AttemptId
    key: str
    act: CardAct
    amount: Money
    label: str
    note: str = ""
    asking: Asking = Asking.NO_TIP
    original: Original | None = None


@dataclass(frozen=True, slots=True)
class CardApproved:
    """The terminal moved money. `reference` is what it calls it; `offline` is an approval at the shop's risk."""

    amounts: CardAmounts
    slip: CardSlip
    reference: str
    offline: bool = False


@dataclass(frozen=True, slots=True)
class CardDeclined:
    """The terminal was asked and moved nothing; `words` are its own, `slip` is printed as well."""

    why: Declining
    words: str = ""
    slip: CardSlip | None = None


@dataclass(frozen=True, slots=True)
class CardCancelled:
    """Somebody ended it before money moved: at the terminal, or by `cancel`."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class NotSent:
    """No byte of the request left, so nothing can have been charged."""

    fault: Fault
    hint: str


@dataclass(frozen=True, slots=True)
class CardLost:
    """The request may have arrived and the reply did not, or cannot be matched to the key: nobody knows."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotProcessed:
    """The terminal says that it never did what the key names: a new attempt is safe."""


@dataclass(frozen=True, slots=True)
class StillRunning:
    """The terminal is still at it; ask again."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The terminal cannot say what became of it, or is not reached: ask again or let a person decide."""

    reason: str
    is_final: bool


ReaderOutcome = CardApproved | CardDeclined | CardCancelled | NotSent | CardLost
QueryOutcome = CardApproved | CardDeclined | CardCancelled | NotProcessed | StillRunning | CannotTell
TellStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """One look at a card terminal."""

    power: Power
    faults: tuple[Fault, ...] = ()
    confidence: Confidence = Confidence.UNKNOWN
    model: str = ""


class CardReader(Protocol):
    """A card terminal, used by one thread; `cancel` alone may be called by another."""

    @property
    def abilities(self) -> ReaderAbilities:
        """What may be asked of it."""

    def prepare(self, request: ReaderRequest) -> str:
        """What must be kept with the request before its first byte, so that a later query can tell; "" for nothing.

        May talk to the terminal (its last receipt number); raises `Unavailable` when it cannot be reached, and nothing
        was asked of it then.
        """

    def perform(self, request: ReaderRequest, tell: TellStep) -> ReaderOutcome:
        """Ask once and wait for the end; never asks twice by itself."""

    def query(self, request: ReaderRequest) -> QueryOutcome:
        """What became of a request whose reply was lost; moves no money and may be called any number of times."""

    def cancel(self) -> None:
        """Ask the terminal to give up what it does now; the outcome still comes from `perform`, and may be approved."""

    def status(self) -> ReaderStatus:
        """Look at the terminal now; `Unavailable` when it cannot be reached."""

    def close(self) -> None:
        """Let the terminal go; may be called twice."""
