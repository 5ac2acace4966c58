"""How far a right reaches: caps, what one person has or lacks beside their roles, and rights of later programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import Money

EDITION = 3
"""The newest edition of the table of rights; a role says by which one it was written."""

FIRST_EDITION = frozenset(list(Permission)[: list(Permission).index(Permission.USE_DRAWER)])
"""The rights there were before roles named an edition."""

FOLLOWS: Mapping[Permission, Permission] = {
    Permission.USE_DRAWER: Permission.TAKE_PAYMENT,
    Permission.MOVE_CASH: Permission.NO_SALE,
    Permission.COMP: Permission.DISCOUNT,
    Permission.OVERRIDE_SCHEDULE: Permission.RESOLVE_CONFLICT,
    Permission.COUNT_ANY_DRAWER: Permission.CLOSE_DAY,
    Permission.SEE_EXPECTED_CASH: Permission.CLOSE_DAY,
    Permission.CLOSE_LATE: Permission.CLOSE_DAY,
    Permission.SEE_REPORTS: Permission.CLOSE_DAY,
    Permission.SHARE_TIPS: Permission.CLOSE_DAY,
    Permission.SEE_LABOR_COST: Permission.MANAGE_STAFF,
    Permission.EDIT_PUNCHES: Permission.MANAGE_STAFF,
    Permission.EDIT_PRICES: Permission.EDIT_MENU,
    Permission.EDIT_TAXES: Permission.EDIT_SETTINGS,
    Permission.EDIT_FLOOR: Permission.EDIT_SETTINGS,
    Permission.EDIT_DEVICES: Permission.EDIT_SETTINGS,
    Permission.BACK_UP: Permission.EDIT_SETTINGS,
}
"""Which right of the first edition brings which of the edition after it; the rest are the owner's, who held all."""

THIRD = frozenset(list(Permission)[list(Permission).index(Permission.APPROVE_PURCHASES) :])
"""The rights of the third edition, those of back offices beyond the first."""

SECOND = frozenset(list(Permission)[list(Permission).index(Permission.OPEN_ITEM) :]) - THIRD
"""The rights of the second edition, those of full service."""

FOLLOWS_SECOND: Mapping[Permission, Permission] = {
    Permission.OPEN_ITEM: Permission.DISCOUNT,
    Permission.CHOOSE_PRICE: Permission.DISCOUNT,
    Permission.SERVE_ANY_TABLE: Permission.RESOLVE_CONFLICT,
    Permission.ASSIGN_SECTIONS: Permission.RESOLVE_CONFLICT,
    Permission.HAND_OVER_ANY: Permission.RESOLVE_CONFLICT,
    Permission.SELL_VALUE: Permission.TAKE_PAYMENT,
    Permission.MANAGE_ACCOUNTS: Permission.RESOLVE_CONFLICT,
    Permission.WAIVE_SERVICE: Permission.DISCOUNT,
    Permission.PAY_UNSENT: Permission.VOID_SENT,
    Permission.REOPEN: Permission.REFUND,
}
"""Which right of an earlier edition brings which of the second; the rest are the owner's."""

FOLLOWS_THIRD: Mapping[Permission, Permission] = {
    Permission.APPROVE_PURCHASES: Permission.EDIT_SETTINGS,
}
"""Which right of an earlier edition brings which of the third; the rest are the owner's."""

EDITIONS: tuple[tuple[frozenset[Permission], Mapping[Permission, Permission]], ...] = (
    (frozenset(Permission) - FIRST_EDITION - SECOND - THIRD, FOLLOWS),
    (SECOND, FOLLOWS_SECOND),
    (THIRD, FOLLOWS_THIRD),
)
"""What each edition after the beginning brought, and by which right it came; the first one's number is 1."""

CAPPED: Mapping[Permission, tuple[str, ...]] = {
    Permission.DISCOUNT: ("amount", "percent"),
    Permission.VOID_SENT: ("amount",),
    Permission.REFUND: ("amount",),
    Permission.COMP: ("amount",),
    Permission.OPEN_ITEM: ("amount",),
    Permission.NO_SALE: ("times",),
}
"""What caps a right can have; those left out reach as far as anybody goes."""


@dataclass(frozen=True, slots=True)
class Cap:
    """The most somebody may do by a right without asking; None is no bound.

    `times` is how often in a shift.
    """

    amount: Money | None = None
    percent: Decimal | None = None
    times: int | None = None

    @property
    def bounds(self) -> bool:
        """Whether it bounds anything."""
        return self.amount is not None or self.percent is not None or self.times is not None

    def excess(self, *, amount: Money | None = None, percent: Decimal | None = None, times: int | None = None) -> str:
        """The bound an act goes beyond, as plain text; "" where it goes beyond none.

        An amount of another currency than the bound's is beyond it.
        """
        if self.amount is not None and amount is not None and not _is_within(amount, self.amount):
            return self.amount.plain()
        if self.percent is not None and percent is not None and percent > self.percent:
            return f"{format(self.percent.normalize(), 'f')} %"
        if self.times is not None and times is not None and times > self.times:
            return str(self.times)
        return ""

    def widened(self, other: Cap) -> Cap:
        """The wider of two caps, bound by bound."""
        return Cap(
            _wider_amount(self.amount, other.amount),
            None if self.percent is None or other.percent is None else max(self.percent, other.percent),
            None if self.times is None or other.times is None else max(self.times, other.times),
        )


UNBOUNDED = Cap()


@dataclass(frozen=True, slots=True)
class Grant:
    """A right, how far it reaches and until when; None is for good."""

    permission: Permission
    cap: Cap = UNBOUNDED
    until: datetime | None = None

    def holds_at(self, now: datetime) -> bool:
        """Whether it has not run out."""
        return self.until is None or now < self.until


def reach(
    of_roles: Iterable[Grant], own: Iterable[Grant], withdrawn: Iterable[Permission], now: datetime
) -> dict[Permission, Cap]:
    """What somebody may do and how far.

    Of several roles the widest cap counts. What they were given themselves counts instead of what their roles say,
    narrower or wider, until it runs out. What was withdrawn from them they have in no way.
    """
    reached: dict[Permission, Cap] = {}
    for grant in of_roles:
        before = reached.get(grant.permission)
        reached[grant.permission] = grant.cap if before is None else before.widened(grant.cap)
    for grant in own:
        if grant.holds_at(now):
            reached[grant.permission] = grant.cap
    for permission in withdrawn:
        reached.pop(permission, None)
    return reached


def brought_up(held: Iterable[Permission], *, edition: int, is_broadest: bool) -> tuple[Permission, ...]:
    """The rights a role of an earlier edition is to have now: all it held, and what follows from it.

    `is_broadest` is for the owner's role, which holds everything that exists. What an edition it was written by had
    and it did not hold was taken from it, and is not given again.
    """
    rights = tuple(held)
    for added, follows in EDITIONS[max(edition, 0) :]:
        gained = (right for right, by in follows.items() if by in rights)
        owners = sorted(added - follows.keys()) if is_broadest else ()
        rights = tuple(dict.fromkeys((*rights, *gained, *owners)))
    return rights


def _is_within(amount: Money, most: Money) -> bool:
    return amount.currency == most.currency and abs(amount.minor) <= most.minor


def _wider_amount(one: Money | None, other: Money | None) -> Money | None:
    if one is None or other is None:
        return None
    return one if one.currency == other.currency and one.minor >= other.minor else other
