"""What the house knows of guests: as verbs need it within a unit of work, and as screens read it."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aura_terminal.domain.feedback import Feedback
    from aura_terminal.domain.guest_words import StatedRow
    from aura_terminal.domain.guests import Consent, FieldChange, Guest
    from aura_terminal.domain.ids import FeedbackId, GuestId, ItemId, OrderId, PromotionId, RewardId
    from aura_terminal.domain.loyalty import LoyaltyAccount
    from aura_terminal.domain.promotions import PromotionUses
    from aura_terminal.ports.reads import OrderRow


class GuestBook(Protocol):
    """Guests as one transaction sees them, with what it has kept so far."""

    def guest(self, guest_id: GuestId) -> Guest:
        """The guest, or NotFound; one who was merged into another is not followed."""

    def kin(self, guest_id: GuestId) -> tuple[GuestId, ...]:
        """All entries that are one person, the one that stays first."""

    def points(self, guest_id: GuestId) -> LoyaltyAccount:
        """The points of one entry; none when no fact says anything yet."""

    def uses(self, promotion_id: PromotionId) -> PromotionUses:
        """How often a promotion was used, as far as its uses are counted."""

    def feedback(self, feedback_id: FeedbackId) -> Feedback:
        """What a guest said, or NotFound."""


@dataclass(frozen=True, slots=True)
class GuestRow:
    """A guest in a list."""

    guest_id: GuestId
    name: str
    phone: str
    email: str
    points: int


@dataclass(frozen=True, slots=True)
class RewardRow:
    """A reward with whether the guest's points are enough for it."""

    reward_id: RewardId
    name: str
    points: int
    is_affordable: bool


@dataclass(frozen=True, slots=True)
class GuestSheet:
    """One guest as the screen shows them, all entries of the person taken together."""

    guest_id: GuestId
    name: str
    phone: str
    email: str
    birthday: date | None
    dietary: tuple[str, ...]
    favourites: tuple[tuple[ItemId, str], ...]
    preferred_payment: str
    notes: str
    consent: Consent
    consented_at: datetime | None
    points: int
    tier: str
    rewards: tuple[RewardRow, ...]
    entries: tuple[GuestId, ...]
    history: tuple[FieldChange, ...]
    stated: tuple[StatedRow, ...] = ()
    """What back offices say of the guest, one row for each."""


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """What a guest said, in a list."""

    feedback_id: FeedbackId
    given_at: datetime
    rating: int
    comments: str
    order_id: OrderId | None
    guest_id: GuestId | None
    answers: int


class GuestReads(Protocol):
    """Guests as screens read them. Who was merged into another or asked to be forgotten is not among them."""

    def by_phone(self, phone: str, limit: int) -> tuple[GuestRow, ...]:
        """Guests whose number ends with these digits (at least three), however either was written, by name."""

    def search(self, text: str, limit: int) -> tuple[GuestRow, ...]:
        """Guests a word of whose name, or whose address or number, begins with what was typed, by name."""

    def sheet(self, guest_id: GuestId) -> GuestSheet:
        """One guest, or NotFound; asking for one who was merged answers who they turned out to be."""

    def orders(self, guest_id: GuestId, limit: int) -> tuple[OrderRow, ...]:
        """Their latest visits whose days have not left the journal, newest first."""

    def birthdays(self, day: date, days: int) -> tuple[tuple[date, GuestRow], ...]:
        """Whose birthday is on this date or on one of so many days after it, with when, the soonest first.

        Who was born on 29 February has it on the 28th in years without one.
        """

    def alike(self) -> tuple[tuple[GuestRow, ...], ...]:
        """Entries with one telephone number, which may be one person: somebody has to decide."""

    def feedback(self, limit: int) -> tuple[FeedbackRow, ...]:
        """What guests said, newest first."""


def birthday_keys(day: date, days: int) -> dict[str, date]:
    """The birthdays as `MM-DD` that fall on this date or on one of so many days after it, with when they do."""
    found: dict[str, date] = {}
    for at in (day + timedelta(days=more) for more in range(days + 1)):
        found.setdefault(f"{at:%m-%d}", at)
        if (at.month, at.day) == (2, 28) and not isleap(at.year):
            found.setdefault("02-29", at)
    return found
