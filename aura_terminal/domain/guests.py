"""Guests the house knows: registered, changed, merged and erased by facts. Every field has its last writer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import singledispatchmethod

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.guest_words import GuestStated
from aura_terminal.domain.ids import GuestId, ItemId, StaffId
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.staff import Approval


class Consent(StrEnum):
    """Whether a guest wants to hear from the house."""

    UNASKED = "unasked"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class GuestRegistered:
    """The house knows a guest from now on; `source` names the central a guest came from."""

    guest_id: GuestId
    registered_at: datetime
    registered_by: StaffId
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class GuestChanged:
    """Some fields are now this; None is a field nothing was said about, an empty text one that was emptied."""

    guest_id: GuestId
    changed_at: datetime
    changed_by: StaffId
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    email: str | None = None
    dietary: tuple[str, ...] | None = None
    favourites: tuple[ItemId, ...] | None = None
    preferred_payment: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class GuestBirthdaySet:
    """The birthday is this, or not known any more."""

    guest_id: GuestId
    birthday: date | None
    changed_at: datetime
    changed_by: StaffId


@dataclass(frozen=True, slots=True)
class GuestConsented:
    """The guest agreed to be written to, or does not any more; `heard_by` is who the guest said it to."""

    guest_id: GuestId
    consent: Consent
    at: datetime
    heard_by: StaffId


@dataclass(frozen=True, slots=True)
class GuestsMerged:
    """A person decided that this guest and another are one; `into` is the one that stays, always the lesser id.

    One that says otherwise does not count, so that merges never go round in a circle.
    """

    guest_id: GuestId
    into: GuestId
    merged_at: datetime
    approval: Approval


@dataclass(frozen=True, slots=True)
class GuestErased:
    """The guest asked to be forgotten: nothing personal is shown any more, whatever else is heard of them."""

    guest_id: GuestId
    erased_at: datetime
    approval: Approval


GuestFact = (
    GuestRegistered | GuestChanged | GuestBirthdaySet | GuestConsented | GuestsMerged | GuestErased | GuestStated
)

_FIELDS = ("first_name", "last_name", "phone", "email", "dietary", "favourites", "preferred_payment", "notes")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One entry of a guest's history: who made a field what, and when."""

    field: str
    said: str
    at: datetime
    by: StaffId


@dataclass(slots=True)
class Guest:
    """The fold of one guest's facts."""

    id: GuestId
    registered_at: datetime | None = None
    source: str = ""
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""
    birthday: date | None = None
    dietary: tuple[str, ...] = ()
    favourites: tuple[ItemId, ...] = ()
    preferred_payment: str = ""
    notes: str = ""
    consent: Consent = Consent.UNASKED
    consented_at: datetime | None = None
    consent_heard_by: StaffId | None = None
    changes: list[FieldChange] = field(default_factory=list)
    merges: list[GuestsMerged] = field(default_factory=list)
    erased: GuestErased | None = None
    stated: dict[str, GuestStated] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """First and last name as far as they are known."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def merged_into(self) -> GuestId | None:
        """Who this guest turned out to be."""
        return self.merges[0].into if self.merges else None

    @property
    def is_known(self) -> bool:
        """Whether they were registered and nobody asked to forget them."""
        return self.registered_at is not None and self.erased is None

    # Verbs: decide, change nothing

    def must_be_known(self) -> None:
        """Refuse a guest who was erased (GUEST_ERASED) or merged into another (GUEST_MERGED)."""
        if self.erased is not None:
            raise RuleBroken(Rule.GUEST_ERASED)
        if self.merged_into is not None:
            raise RuleBroken(Rule.GUEST_MERGED, guest=self.name)

    def change(self, changed: GuestChanged) -> GuestChanged | None:
        """What of a change is new, tidied; None when nothing is."""
        self.must_be_known()
        said = {name: getattr(tidied(changed), name) for name in _FIELDS}
        new = {name: value for name, value in said.items() if value is not None and value != getattr(self, name)}
        if not new:
            return None
        return GuestChanged(self.id, changed.changed_at, changed.changed_by, **new)

    def set_birthday(self, birthday: date | None, now: datetime, by: StaffId) -> GuestBirthdaySet | None:
        """Keep a birthday that has been; None when nothing changes."""
        self.must_be_known()
        if birthday is not None and birthday >= now.date():
            raise RuleBroken(Rule.DATE_NOT_PAST)
        return None if birthday == self.birthday else GuestBirthdaySet(self.id, birthday, now, by)

    def consented(self, consent: Consent, now: datetime, by: StaffId) -> GuestConsented:
        """Keep what the guest said about being written to."""
        self.must_be_known()
        return GuestConsented(self.id, consent, now, by)

    def erase(self, now: datetime, approval: Approval) -> GuestErased | None:
        """Forget the guest; None when that was done already."""
        return None if self.erased is not None else GuestErased(self.id, now, approval)

    # The one place where a guest changes

    @singledispatchmethod
    def apply(self, fact: GuestFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about a guest: {fact!r}")

    @apply.register
    def _(self, fact: GuestRegistered) -> None:
        self.registered_at = self.registered_at or fact.registered_at
        self.source = self.source or fact.source
        self._take({name: getattr(fact, name) for name in _FIELDS[:4]}, fact.registered_at, fact.registered_by)

    @apply.register
    def _(self, fact: GuestChanged) -> None:
        said = {name: getattr(fact, name) for name in _FIELDS}
        self._take({name: value for name, value in said.items() if value is not None}, fact.changed_at, fact.changed_by)

    @apply.register
    def _(self, fact: GuestBirthdaySet) -> None:
        self._take({"birthday": fact.birthday}, fact.changed_at, fact.changed_by)

    @apply.register
    def _(self, fact: GuestConsented) -> None:
        if self.erased is None:
            self.consent, self.consented_at, self.consent_heard_by = fact.consent, fact.at, fact.heard_by

    @apply.register
    def _(self, fact: GuestsMerged) -> None:
        if fact.into < self.id:
            self.merges.append(fact)

    @apply.register
    def _(self, fact: GuestErased) -> None:
        self.erased = self.erased or fact
        blank = Guest(self.id)
        for name in (*_FIELDS, "birthday", "changes", "stated"):
            setattr(self, name, getattr(blank, name))
        self.consent, self.consented_at, self.consent_heard_by = Consent.WITHDRAWN, fact.erased_at, fact.approval.by

    @apply.register
    def _(self, fact: GuestStated) -> None:
        if self.erased is None:
            self.stated[fact.source] = fact

    def _take(self, said: dict[str, object], at: datetime, by: StaffId) -> None:
        """Every field that was said; nothing personal comes back once the guest was erased."""
        if self.erased is not None:
            return
        for name, value in said.items():
            if value != getattr(self, name):
                setattr(self, name, value)
                self.changes.append(FieldChange(name, _words(value), at, by))


def merged(one: Guest, other: Guest, now: datetime, approval: Approval) -> GuestsMerged:
    """Make two guests one: the one with the greater id goes into the other, whichever is named first.

    Raises RuleBroken: SAME_GUEST, GUEST_ERASED, GUEST_MERGED.
    """
    if one.id == other.id:
        raise RuleBroken(Rule.SAME_GUEST)
    one.must_be_known()
    other.must_be_known()
    return GuestsMerged(max(one.id, other.id), min(one.id, other.id), now, approval)


def filled_in(stays: Guest, goes: Guest, now: datetime, by: StaffId) -> GuestChanged | None:
    """What the guest that stays lacks and the other has; nothing that is known is replaced."""
    lacking = {name: getattr(goes, name) for name in _FIELDS if getattr(goes, name) and not getattr(stays, name)}
    return GuestChanged(stays.id, now, by, **lacking) if lacking else None


def tidied(changed: GuestChanged) -> GuestChanged:
    """A change without white space to spare. Raises RuleBroken: PHONE_UNREADABLE, EMAIL_UNREADABLE, TEXT_TOO_LONG."""
    dietary = (
        None if changed.dietary is None else tuple(dict.fromkeys(tidy(word).casefold() for word in changed.dietary))
    )
    return GuestChanged(
        changed.guest_id, changed.changed_at, changed.changed_by, _tidy(changed.first_name), _tidy(changed.last_name),
        None if changed.phone is None else checked_phone(changed.phone),
        None if changed.email is None else checked_email(changed.email),
        dietary, changed.favourites, _tidy(changed.preferred_payment), _tidy(changed.notes),
    )  # fmt: skip


def digits_of(phone: str) -> str:
    """A telephone number by its digits alone, which is how guests are looked up."""
    return "".join(letter for letter in phone if letter in "0123456789")


def checked_phone(phone: str) -> str:
    """A telephone number as it was said. Raises RuleBroken(PHONE_UNREADABLE) for one of fewer than 3 or more than 15
    digits (ITU-T E.164, section 6) or with letters in it; an empty one is none."""
    said = tidy(phone)
    digits = digits_of(said)
    if said and (not 3 <= len(digits) <= 15 or any(letter.isalpha() for letter in said)):
        raise RuleBroken(Rule.PHONE_UNREADABLE, phone=said)
    return said


def checked_email(email: str) -> str:
    """An address as it was said. Raises RuleBroken(EMAIL_UNREADABLE) where no mail could go; an empty one is none."""
    said = tidy(email)
    local, at, domain = said.rpartition("@")
    if said and (not (local and at and "." in domain.strip(".")) or " " in said):
        raise RuleBroken(Rule.EMAIL_UNREADABLE, email=said)
    return said


def _tidy(text: str | None) -> str | None:
    return None if text is None else tidy(text)


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
