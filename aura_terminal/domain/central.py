"""What a central back office was told and what it said, as facts: any terminal of the store can go on from them.

A *record* is one thing a central keeps beside ours: an order, a punch, a guest. It is told in *steps* (create, kitchen,
payment …); a step is due as long as the digest of what it would say differs from the one confirmed last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import singledispatchmethod
from hashlib import sha256
from typing import NamedTuple, NewType

from aura_terminal.domain.limits import reason_given, tidy
from aura_terminal.domain.staff import Approval

RecordId = NewType("RecordId", str)
"""`connector/kind/local id`, for example `auraconnect/order/0192…`; see `record_id`."""


class RecordName(NamedTuple):
    """The parts of a record's id."""

    connector: str
    kind: str
    local_id: str


def record_id(connector: str, kind: str, local_id: str) -> RecordId:
    """The id of what one back office keeps of one local thing."""
    return RecordId(f"{connector}/{kind}/{local_id}")


def name_of(record: RecordId) -> RecordName:
    """The parts of a record's id. Raises ValueError for a text that is none."""
    connector, kind, local_id = record.split("/", 2)
    return RecordName(connector, kind, local_id)


DOUBT = "?"
"""How the digest of a step begins that may have been told, nobody knows whether or in which way."""
ANY_IN_DOUBT = f"{DOUBT}*"
"""How the digest of a step begins that may have been told in several ways, nobody knows which last."""
_AFTER = ".~"


def in_doubt(digest: str) -> str:
    """The digest of a step that may have been told for the first time, in this one way.

    It differs from every other digest, as `ANY_IN_DOUBT` does, so the step is told as it is by then.
    """
    return f"{DOUBT}{digest}"


def told_after(content: str, before: str) -> str:
    """The digest of a content that replaces what was told before (empty: nothing): it says what it replaces."""
    return f"{content}{_AFTER}{_mark(before)}"


def replaces(digest: str) -> bool:
    """Whether it is the digest of a content that replaces another one, as `told_after` makes them."""
    return _AFTER in digest and not digest.startswith(DOUBT)


def _mark(digest: str) -> str:
    return sha256(digest.encode()).hexdigest()[:16]


def _follows(digest: str, before: str) -> bool:
    return digest.partition(_AFTER)[2] == _mark(before)


class CentralChoice(StrEnum):
    """What a person decided about a step the central refused, or whose outcome nobody knows."""

    RETRY = "retry"
    """Send it once more, under a new key: the cause was put right at the central or here."""
    EDIT = "edit"
    """Send it with some fields put right by hand; ours stay as they are."""
    LINKED = "linked"
    """It is there already, under the central's id that the person names."""
    SET_ASIDE = "set_aside"
    """It is not sent; the reason is kept."""


@dataclass(frozen=True, slots=True)
class CentralConfirmed:
    """The central took a step. `parts` are the ids it gave to parts of the record, by local id (lines, payments).

    `said` are the figures of its reply that are compared with ours (`total`, `tax`), exact decimal texts or words.
    """

    record: RecordId
    step: str
    digest: str
    central_id: str
    confirmed_at: datetime
    parts: tuple[tuple[str, str], ...] = ()
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CentralRefused:
    """The central said no: the same words would be refused again, unless it takes something else of the record.

    `said` is its own message, shortened; `problem` names what is wrong in our words (see
    `sync.reconcile.contract.Problem`), `field` where.
    """

    record: RecordId
    step: str
    digest: str
    status: int
    problem: str
    said: str
    refused_at: datetime
    field: str = ""


@dataclass(frozen=True, slots=True)
class CentralDecided:
    """A person decided what becomes of a refused step."""

    record: RecordId
    step: str
    digest: str
    choice: CentralChoice
    decided_at: datetime
    central_id: str = ""
    reason: str = ""
    approval: Approval | None = None
    amended: tuple[tuple[str, str], ...] = ()
    """For EDIT: paths of fields in what is sent (`items[0].menu_item_id`) and the texts they get."""


CentralFact = CentralConfirmed | CentralRefused | CentralDecided


@dataclass(slots=True)
class CentralRecord:
    """What one back office is known to hold of one local thing: the base that the next steps are planned against."""

    id: RecordId
    central_id: str = ""
    done: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    refused: dict[str, CentralRefused] = field(default_factory=dict)
    set_aside: dict[str, str] = field(default_factory=dict)
    again: dict[str, int] = field(default_factory=dict)
    amended: dict[str, dict[str, str]] = field(default_factory=dict)
    confirmed_at: datetime | None = None

    @property
    def is_linked(self) -> bool:
        """Whether the central has an id for it."""
        return bool(self.central_id)

    @property
    def parked(self) -> Mapping[str, CentralRefused]:
        """Refused steps that wait for a person, by step."""
        return self.refused

    def was_told(self, step: str) -> bool:
        """Whether the central is known to have taken this step, in whichever way; not where that is in doubt."""
        return step in self.done and not self.is_in_doubt(step)

    def is_in_doubt(self, step: str) -> bool:
        """Whether it may have been told, and nobody knows whether the central took it."""
        return self.done.get(step, "").startswith(DOUBT)

    def is_done(self, step: str, digest: str) -> bool:
        """Whether the central confirmed exactly this, or a person set exactly this aside."""
        return self.done.get(step) == digest or self.set_aside.get(step) == digest

    def is_parked(self, step: str, digest: str) -> bool:
        """Whether exactly this was refused and nobody has decided yet."""
        refused = self.refused.get(step)
        return refused is not None and refused.digest == digest

    def decide(
        self, step: str, choice: CentralChoice, now: datetime, *, central_id: str = "", reason: str = "",
        approval: Approval | None = None, amended: tuple[tuple[str, str], ...] = (),
    ) -> CentralDecided | None:  # fmt: skip
        """Decide about a refused step; None when nothing waits there any more.

        Raises RuleBroken(REASON_NEEDED) when something is set aside without a reason.
        """
        refused = self.refused.get(step)
        if refused is None:
            return None
        told = reason_given(reason) if choice is CentralChoice.SET_ASIDE else reason
        return CentralDecided(self.id, step, refused.digest, choice, now, tidy(central_id), told, approval, amended)

    def _told_last(self, step: str, digest: str) -> str:
        """Which of two contents the central holds; in doubt where neither was told in the knowledge of the other.

        Two terminals that both speak for the store may each replace what the other told, and answers do not say in
        which order the central took them.
        """
        before = self.done.get(step)
        if before is None or not replaces(digest) or digest == before or _follows(digest, before):
            return digest
        return before if _follows(before, digest) else f"{ANY_IN_DOUBT}{_mark(before + digest)}"

    @singledispatchmethod
    def apply(self, fact: CentralFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about a central: {fact!r}")

    @apply.register
    def _(self, fact: CentralConfirmed) -> None:
        self.central_id = fact.central_id or self.central_id
        self.done[fact.step] = self._told_last(fact.step, fact.digest)
        self.parts.update(fact.parts)
        self.said.update(fact.said)
        self.confirmed_at = fact.confirmed_at
        self.refused.pop(fact.step, None)
        for step in self.refused:  # perhaps it was refused for want of this: an order is complete once it is paid
            self.again[step] = self.again.get(step, 0) + 1
        self.refused.clear()

    @apply.register
    def _(self, fact: CentralRefused) -> None:
        if not self.is_done(fact.step, fact.digest):
            self.refused[fact.step] = fact

    @apply.register
    def _(self, fact: CentralDecided) -> None:
        if not self.is_parked(fact.step, fact.digest):
            return
        del self.refused[fact.step]
        if fact.choice is CentralChoice.EDIT:
            self.amended.setdefault(fact.step, {}).update(fact.amended)
        if fact.choice in (CentralChoice.RETRY, CentralChoice.EDIT):
            self.again[fact.step] = self.again.get(fact.step, 0) + 1
        elif fact.choice is CentralChoice.LINKED:
            self.central_id = fact.central_id or self.central_id
            self.done[fact.step] = fact.digest
        else:
            self.set_aside[fact.step] = fact.digest
