"""The deposit of a booking as value that pays the party's check: what MyHibachi holds, and no more.

The account says what MyHibachi says, each time anew; what was drawn for a check counts beside it. So a deposit is
credited once whatever is repeated, not at all while it is not paid, and one that was given back after it was credited
is an overdraft that a manager sees. No endpoint takes a deposit that is paid here: it stays an account of this store.
"""

from __future__ import annotations

from typing import cast

from aura_terminal.domain.bookings import BookingStated, credit_of
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ValueAccountId
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
    account_id = ValueAccountId(NAMING.local_id_of(picture.store_id, "deposit", central_id))
    known = _account(account_id, picture)
    if credit is None:
        return ()
    said = ValueStated(account_id, credit, at(now_ms), CONNECTOR)
    if known is None:
        opened = AccountOpened(
            account_id, AccountKind.DEPOSIT, credit.currency, at(now_ms), SYSTEM, CONNECTOR, reservation.name,
            reservation.guest_id, reservation.id,
        )  # fmt: skip
        return (opened, said)
    before = known.stated
    return () if before is not None and before.balance == credit else (said,)


def _account(account_id: ValueAccountId, picture: Picture) -> ValueAccount | None:
    try:
        return cast(ValueAccount, picture.aggregate("value", account_id))
    except NotFound:
        return None
