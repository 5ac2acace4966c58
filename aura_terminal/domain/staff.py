"""Staff, roles, named permissions, PINs and the approvals that travel inside facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatchmethod
from itertools import pairwise

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import RoleId, StaffId
from aura_terminal.domain.kinds import Permission as Permission
from aura_terminal.domain.money import Money
from aura_terminal.domain.rights import UNBOUNDED, Cap, Grant

# Rights that let a person act for others; their holders' PINs have six digits.
OVERRIDING = frozenset(
    {
        Permission.VOID_SENT,
        Permission.CANCEL_ORDER,
        Permission.CLOSE_DAY,
        Permission.MANAGE_STAFF,
        Permission.RESOLVE_CONFLICT,
        Permission.MANAGE_ROLES,
        Permission.RESTORE,
    }
)


@dataclass(frozen=True, slots=True)
class Role:
    """A named bundle of permissions.

    `caps` say how far some of them reach, `edition` by which table of rights it was written. A terminal that somebody
    with this role leaves alone locks itself after `lock_after` seconds; None is as the terminal's settings say.
    """

    id: RoleId
    name: str
    permissions: tuple[Permission, ...]
    caps: tuple[Grant, ...] = ()
    edition: int = 0
    lock_after: int | None = None

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Its rights, each with how far it reaches."""
        capped = {grant.permission: grant for grant in self.caps}
        return tuple(capped.get(permission, Grant(permission)) for permission in self.permissions)


@dataclass(frozen=True, slots=True)
class Job:
    """What somebody may clock in for. `rate` is what an hour of it costs the house; None where nobody said."""

    name: str
    rate: Money | None = None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works here. `colour` is an index into the theme's category palette.

    `grants` are theirs beside what their roles give, and count instead of it; `withdrawn` they have in no way.
    `language` is what a screen speaks while they are signed in, "" for what it speaks anyway.
    """

    id: StaffId
    name: str
    initials: str
    roles: tuple[RoleId, ...]
    colour: int = 0
    active: bool = True
    jobs: tuple[Job, ...] = ()
    grants: tuple[Grant, ...] = ()
    withdrawn: tuple[Permission, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is doing this, with what they may do and how far; made at sign-in and passed to every use case.

    `lock_after` is after how many seconds a terminal they leave alone locks itself; None is as its settings say.
    """

    id: StaffId
    name: str
    permissions: frozenset[Permission]
    caps: tuple[tuple[Permission, Cap], ...] = ()
    lock_after: int | None = None

    def cap_of(self, permission: Permission) -> Cap:
        """How far a right of theirs reaches."""
        return dict(self.caps).get(permission, UNBOUNDED)

    def must(self, permission: Permission) -> None:
        """Raise RuleBroken(NOT_ALLOWED) unless the permission is held."""
        if permission not in self.permissions:
            raise RuleBroken(Rule.NOT_ALLOWED, permission=permission.value, who=self.name)


COMMAND_LINE = StaffId("command-line")
"""Who acts at the machine itself, where nobody is asked who they are."""


@dataclass(frozen=True, slots=True)
class Approval:
    """Who allowed something, when and why; part of the fact it allowed."""

    by: StaffId
    at: datetime
    purpose: str


@dataclass(frozen=True, slots=True)
class PinSet:
    """A new PIN verifier (argon2id over a keyed digest; never the PIN) for a member of staff."""

    staff_id: StaffId
    verifier: str


@dataclass(frozen=True, slots=True)
class PinTried:
    """A PIN is about to be checked; kept before the check, so that killing the program gives no free guess."""

    staff_id: StaffId
    terminal: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The PIN was right; the count of tries starts again."""

    staff_id: StaffId
    terminal: str


@dataclass(frozen=True, slots=True)
class SignedOut:
    """The terminal was locked or left by this person."""

    staff_id: StaffId
    terminal: str


AccessFact = PinSet | PinTried | SignedIn | SignedOut

# Wrong tries in a row -> seconds to wait (reliability page, section 7).
LOCK_STEPS = ((10, 1800), (8, 300), (5, 30))
TRIVIAL_PINS = frozenset(
    {"1234", "4321", "12345", "54321", "123456", "654321", "1122", "2580", "1212", "0123", "012345", "112233", "121212"}
)


def wait_seconds(failed_tries: int) -> int:
    """How long the PIN pad stays locked after so many wrong tries in a row."""
    return next((seconds for tries, seconds in LOCK_STEPS if failed_tries >= tries), 0)


def check_new_pin(pin: str, permissions: frozenset[Permission]) -> None:
    """Refuse a PIN that is not 4 to 8 digits (6 to 8 with rights over others) or that anybody would guess."""
    shortest = 6 if permissions & OVERRIDING else 4
    if not (pin.isascii() and pin.isdigit() and shortest <= len(pin) <= 8):
        raise RuleBroken(Rule.PIN_TOO_SIMPLE, shortest=shortest)
    if _is_trivial(pin):
        raise RuleBroken(Rule.PIN_TOO_SIMPLE, shortest=shortest)


def _is_trivial(pin: str) -> bool:
    """The same digits over and over, a run up or down, a year, or a pattern on the pad."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    repeats = any(pin == pin[:size] * (len(pin) // size) for size in range(1, len(pin) // 2 + 1))
    is_year = len(pin) == 4 and pin[:2] in ("19", "20")
    return repeats or steps in ({1}, {-1}) or is_year or pin in TRIVIAL_PINS


@dataclass(slots=True)
class StaffAccess:
    """The fold of one member's access facts: the verifier that counts, and wrong tries since the last sign-in."""

    id: StaffId
    verifier: str = ""
    failed_tries: int = 0
    signed_in_on: set[str] = field(default_factory=set)

    @singledispatchmethod
    def apply(self, fact: AccessFact) -> None:
        """The one place where access changes."""
        raise TypeError(f"not a fact about access: {fact!r}")

    @apply.register
    def _(self, fact: PinSet) -> None:
        self.verifier = fact.verifier
        self.failed_tries = 0

    @apply.register
    def _(self, fact: PinTried) -> None:
        self.failed_tries += 1

    @apply.register
    def _(self, fact: SignedIn) -> None:
        self.failed_tries = 0
        self.signed_in_on.add(fact.terminal)

    @apply.register
    def _(self, fact: SignedOut) -> None:
        self.signed_in_on.discard(fact.terminal)
