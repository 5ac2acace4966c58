"""What can happen to a value account: a gift card, a house account or a deposit. Amounts are never below zero.

An account is no turnover: what is loaded is owed to whoever holds it, what is drawn pays for an order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from aura_terminal.domain.ids import (
    GuestId,
    OrderId,
    PaymentId,
    ReservationId,
    StaffId,
    ValueAccountId,
    ValueMoveId,
)
from aura_terminal.domain.invoice_facts import InvoiceFact
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Approval


class AccountKind(StrEnum):
    """What an account is: value bought beforehand, somebody's debt to the house, or money given for a visit to come."""

    GIFT_CARD = "gift_card"
    HOUSE = "house"
    DEPOSIT = "deposit"


class Hearing(StrEnum):
    """Which of the store's other terminals were heard when value was drawn: all there are, some, or none of them."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class Withdrawal(StrEnum):
    """Why value left an account without paying for an order."""

    PAID_OUT = "paid_out"
    LOAD_UNDONE = "load_undone"


@dataclass(frozen=True, slots=True)
class Liability:
    """A line's mark: it is no turnover but a debt of the house to whoever holds the account, once its order is closed.

    A line that costs less than nothing pays an account out.
    """

    account_id: ValueAccountId
    kind: AccountKind


@dataclass(frozen=True, slots=True)
class Move:
    """So much value moved, once under its id; where, when, by whom, for which order, and who was heard."""

    id: ValueMoveId
    amount: Money
    at: datetime
    by: StaffId
    business_date: date
    terminal: str
    order_id: OrderId | None = None
    hearing: Hearing = Hearing.ALL
    approval: Approval | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AccountOpened:
    """There is an account. `name` is who it is for, as staff call them; a deposit may be for a reservation."""

    account_id: ValueAccountId
    kind: AccountKind
    currency: str
    opened_at: datetime
    opened_by: StaffId
    terminal: str
    name: str = ""
    guest_id: GuestId | None = None
    reservation_id: ReservationId | None = None


@dataclass(frozen=True, slots=True)
class AccountNumbered:
    """A number opens the account from now on, and no earlier one does.

    `digest` is argon2id over a keyed digest of the number, as a badge's name is; the number itself follows from the
    store's key, the account and `issue`, and is written nowhere.
    """

    account_id: ValueAccountId
    digest: str
    last_four: str
    issue: int
    numbered_at: datetime
    numbered_by: StaffId


@dataclass(frozen=True, slots=True)
class ValueLoaded:
    """Value was put on the account: the order it was sold or paid in on was closed."""

    account_id: ValueAccountId
    move: Move


@dataclass(frozen=True, slots=True)
class ValueDrawn:
    """Value paid for an order; `move.id` is the payment's."""

    account_id: ValueAccountId
    move: Move


@dataclass(frozen=True, slots=True)
class ValueReturned:
    """Value came back: a payment was refunded, or never happened. `payment_id` is the payment it had paid."""

    account_id: ValueAccountId
    move: Move
    payment_id: PaymentId


@dataclass(frozen=True, slots=True)
class ValueWithdrawn:
    """Value left the account without paying for an order."""

    account_id: ValueAccountId
    move: Move
    why: Withdrawal


@dataclass(frozen=True, slots=True)
class OverdraftBorne:
    """The house bears what was drawn beyond what there was."""

    account_id: ValueAccountId
    move: Move


@dataclass(frozen=True, slots=True)
class OverdraftOwed:
    """What was drawn beyond what there was stays a debt, of so much, and the next load pays it first."""

    account_id: ValueAccountId
    move: Move


@dataclass(frozen=True, slots=True)
class LimitSet:
    """How much the holder of a house account may owe, and when it is to be paid, in the house's words.

    `source` is the back office that set it; empty where the house did.
    """

    account_id: ValueAccountId
    limit: Money
    terms: str
    set_at: datetime
    set_by: StaffId
    source: str = ""


@dataclass(frozen=True, slots=True)
class AccountBlocked:
    """Nothing is drawn from the account any more, until it is unblocked."""

    account_id: ValueAccountId
    blocked_at: datetime
    blocked_by: StaffId
    reason: str


@dataclass(frozen=True, slots=True)
class AccountUnblocked:
    """The account is good again."""

    account_id: ValueAccountId
    unblocked_at: datetime
    unblocked_by: StaffId


@dataclass(frozen=True, slots=True)
class ValueStated:
    """What a central says the account holds. `includes` are the moves it was told of, not to be counted twice."""

    account_id: ValueAccountId
    balance: Money
    stated_at: datetime
    source: str
    includes: tuple[ValueMoveId, ...] = ()


MoveFact = ValueLoaded | ValueDrawn | ValueReturned | ValueWithdrawn | OverdraftBorne
ValueFact = (
    AccountOpened
    | AccountNumbered
    | MoveFact
    | OverdraftOwed
    | LimitSet
    | AccountBlocked
    | AccountUnblocked
    | ValueStated
    | InvoiceFact
)
