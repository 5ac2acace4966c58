"""The deposit of a booking as value that pays the party's check: what MyHibachi holds, and no more.

The account says what MyHibachi says, each time anew; what was drawn for a check counts beside it. So a deposit is
credited once whatever is repeated, not at all while it is not paid, and one that was given back after it was credited
is an overdraft that a manager sees. No endpoint takes a deposit that is paid here: it stays an account of this store.

Where another reservation speaks for the booking than the one it was credited to, an account of that one holds it, and
the first one nothing any more: a deposit is found by whose party sits. It stays where some was drawn already.
"""

from __future__ import annotations

from typing import cast

from aura_terminal.domain.bookings import BookingStated, credit_of
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ValueAccountId
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.reservations import Reservation
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind, AccountOpened, ValueStated
from aura_terminal.ports.central import Picture
from aura_terminal.ports.store import SYSTEM
from sync.connectors.myhibachi.naming import CONNECTOR, NAMING
from sync.reconcile.intake import at


def credited(
    central_id: str, reservation: Reservation, stated: BookingStated, picture: Picture, now_ms: int
) -> tuple[Fact, ...]:
    """What follows for the account; nothing where it holds that already, or no deposit was ever spoken of.

    Nothing paid is a word too: another terminal may have heard of a payment that was given back since.
    """
    credit = credit_of(stated)
    if credit is None:
        return ()
    account_id, facts = account_of(central_id, "", picture), list[Fact]()
    known = _account(account_id, picture)
    if known is not None and not known.moves and known.terms.reservation_id != reservation.id:
        facts += _stated(account_id, known, zero(credit.currency), now_ms)
        account_id = account_of(central_id, reservation.id, picture)
        known = _account(account_id, picture)
    if known is None:
        opened = AccountOpened(
            account_id, AccountKind.DEPOSIT, credit.currency, at(now_ms), SYSTEM, CONNECTOR, reservation.name,
            reservation.guest_id, reservation.id,
        )  # fmt: skip
        facts.append(opened)
    return (*facts, *_stated(account_id, known, credit, now_ms))


def account_of(central_id: str, reservation_id: str, picture: Picture) -> ValueAccountId:
    """The account of a booking's deposit; of the reservation that came to speak for it later, where one is named."""
    return ValueAccountId(NAMING.local_id_of(picture.store_id, "deposit", f"{central_id} {reservation_id}".strip()))


def _stated(
    account_id: ValueAccountId, known: ValueAccount | None, credit: Money, now_ms: int
) -> tuple[ValueStated, ...]:
    before = None if known is None else known.stated
    if before is not None and before.balance == credit:
        return ()
    return (ValueStated(account_id, credit, at(now_ms), CONNECTOR),)


def _account(account_id: ValueAccountId, picture: Picture) -> ValueAccount | None:
    try:
        return cast(ValueAccount, picture.aggregate("value", account_id))
    except NotFound:
        return None
