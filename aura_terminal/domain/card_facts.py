"""What can happen to one try at moving money by card: the facts of the aggregate `attempt`.

A key and what goes with it are kept before the first byte leaves, so that whatever is lost later can be asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from aura_terminal.domain.card_slips import CardAct, CardAmounts, CardSlip, Declining
from aura_terminal.domain.ids import AttemptId, OrderId, ShareId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Approval


class Witness(StrEnum):
    """Who says what became of an attempt: the terminal's reply, its answer to a query, or a person with its slip."""

    REPLY = "reply"
    QUERY = "query"
    STAFF = "staff"


class TipWhen(StrEnum):
    """How a tip comes to an amount: not at all, chosen before, asked by the terminal, or written on its slip."""

    NEVER = "never"
    BEFORE = "before"
    AT_TERMINAL = "at_terminal"
    AFTER = "after"


class LateChoice(StrEnum):
    """What is done with an approval that came after somebody had cancelled."""

    KEEP = "keep"
    REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class CardOriginal:
    """The earlier attempt that a reversal, a refund, a capture or a release is about."""

    attempt_id: AttemptId
    key: str
    reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class InsteadOf:
    """A manager allows another try although nobody knows what became of the attempt that is named."""

    attempt_id: AttemptId
    approval: Approval


@dataclass(frozen=True, slots=True)
class CardAttemptCreated:
    """Somebody wants money moved. `key` is ours, unique at the terminal; `by_hand` is a stand-alone one.

    `amount` counts towards the check and `tip` comes on top; the terminal is asked for both together. `share` is the
    share of the bill that pays.
    """

    attempt_id: AttemptId
    key: str
    act: CardAct
    reader: str
    terminal: str
    order_id: OrderId
    label: str
    amount: Money
    tip: Money
    tip_when: TipWhen
    by: StaffId
    created_at: datetime
    business_date: date
    by_hand: bool = False
    original: CardOriginal | None = None
    instead_of: InsteadOf | None = None
    allowed: Approval | None = None
    share: ShareId = ShareId("")


@dataclass(frozen=True, slots=True)
class CardAttemptSent:
    """From now on it may have been charged; `note` is what the terminal's driver needs to ask for it again."""

    attempt_id: AttemptId
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class CardAttemptBegun:
    """The terminal works on it."""

    attempt_id: AttemptId
    at: datetime


@dataclass(frozen=True, slots=True)
class CardAttemptApproved:
    """Money was moved. `offline` is an approval of the terminal alone, at the shop's risk.

    `is_late` says that a cancel was known where this was written down; one that is heard of later changes nothing.
    """

    attempt_id: AttemptId
    at: datetime
    witness: Witness
    amounts: CardAmounts
    slip: CardSlip
    reference: str
    offline: bool = False
    said_by: Approval | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class CardAttemptDeclined:
    """The terminal was asked and moved nothing."""

    attempt_id: AttemptId
    at: datetime
    witness: Witness
    why: Declining
    words: str = ""
    slip: CardSlip | None = None


@dataclass(frozen=True, slots=True)
class CardAttemptCancelled:
    """It was ended before money moved."""

    attempt_id: AttemptId
    at: datetime
    witness: Witness
    words: str = ""


@dataclass(frozen=True, slots=True)
class CardAttemptFailed:
    """No byte of it left: nothing was charged. `fault` is the terminal's, in the words of `Fault`."""

    attempt_id: AttemptId
    at: datetime
    fault: str
    hint: str


@dataclass(frozen=True, slots=True)
class CardAttemptLost:
    """It may have been charged, and nobody knows: the reply is lost."""

    attempt_id: AttemptId
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class CardAttemptQueried:
    """The terminal is asked what became of it."""

    attempt_id: AttemptId
    at: datetime


@dataclass(frozen=True, slots=True)
class CardAttemptNotProcessed:
    """It never was charged: a new attempt is safe."""

    attempt_id: AttemptId
    at: datetime
    witness: Witness
    said_by: Approval | None = None


@dataclass(frozen=True, slots=True)
class CardAttemptLeftToStaff:
    """The terminal cannot say; somebody has to look at its slip. `is_final` when it will never be able to."""

    attempt_id: AttemptId
    at: datetime
    reason: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class CardCancelAsked:
    """Somebody wants it ended; the terminal may approve it all the same."""

    attempt_id: AttemptId
    at: datetime
    by: StaffId


@dataclass(frozen=True, slots=True)
class CardLateApprovalDecided:
    """What is done with money that was moved after the cancel."""

    attempt_id: AttemptId
    at: datetime
    choice: LateChoice
    by: StaffId


@dataclass(frozen=True, slots=True)
class CardMismatchFound:
    """The terminal contradicts what a person said of it; a manager has to look."""

    attempt_id: AttemptId
    at: datetime
    terminal_says: str


@dataclass(frozen=True, slots=True)
class CardMismatchSettled:
    """Somebody compared the terminal's slips with what is written here and dealt with it; both words stay."""

    attempt_id: AttemptId
    at: datetime
    approval: Approval


@dataclass(frozen=True, slots=True)
class CardAttemptFollowed:
    """Another attempt took back, gave back, captured or released what this one moved or held."""

    attempt_id: AttemptId
    at: datetime
    by_attempt: AttemptId
    act: CardAct
    amount: Money


@dataclass(frozen=True, slots=True)
class CardTabExpired:
    """What was held for a tab is held no more."""

    attempt_id: AttemptId
    at: datetime


@dataclass(frozen=True, slots=True)
class CardOfflineSettled:
    """The acquirer took an approval that the terminal had given alone, or denied it (then a debt is open again)."""

    attempt_id: AttemptId
    at: datetime
    is_denied: bool
    approval: Approval


AttemptFact = (
    CardAttemptCreated
    | CardAttemptSent
    | CardAttemptBegun
    | CardAttemptApproved
    | CardAttemptDeclined
    | CardAttemptCancelled
    | CardAttemptFailed
    | CardAttemptLost
    | CardAttemptQueried
    | CardAttemptNotProcessed
    | CardAttemptLeftToStaff
    | CardCancelAsked
    | CardLateApprovalDecided
    | CardMismatchFound
    | CardMismatchSettled
    | CardAttemptFollowed
    | CardTabExpired
    | CardOfflineSettled
)
