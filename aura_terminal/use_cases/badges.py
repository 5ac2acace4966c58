"""Signing in and allowing things by a badge, and giving badges out."""

from __future__ import annotations

from math import ceil

from aura_terminal.domain.badges import Badge, check_badge
from aura_terminal.domain.documents import DocumentFact, DocumentKind, DocumentWithdrawn, put
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import Actor, Approval, Permission, SignedIn, SignedOut, StaffMember, wait_seconds
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.store import SYSTEM, Begin, PinVault, TerminalIdentity, Work
from aura_terminal.use_cases.standing import Standing, actor_of


class Badges:
    """Who may stand at this terminal, by what they hold before a reader.

    What a badge says is never kept. Strange badges in a row make the reader wait as wrong PINs do.
    """

    def __init__(
        self, begin: Begin, vault: PinVault, clock: Clock, terminal: TerminalIdentity, standing: Standing | None = None
    ) -> None:
        self._begin = begin
        self._standing = standing or Standing(begin)
        self._vault = vault
        self._clock = clock
        self._terminal = terminal
        self._strange = 0
        self._locked_until = 0.0

    def sign_in(self, code: str) -> Actor:
        """The person, with what their roles allow. Raises RuleBroken BADGE_UNKNOWN, PIN_LOCKED, STAFF_INACTIVE."""
        actor = self._prove(code)
        with self._begin(actor.id) as work:
            work.keep(SignedIn(actor.id, self._terminal.label))
            verifier = work.access(actor.id).verifier
        self._standing.enter(actor, verifier)
        return actor

    def approve(self, code: str, permission: Permission, purpose: str) -> Approval:
        """Somebody with the right allows something at another's terminal."""
        approver = self._prove(code)
        with self._begin(approver.id) as work:
            work.keep(SignedIn(approver.id, self._terminal.label), SignedOut(approver.id, self._terminal.label))
            approval = Approval(approver.id, work.now, purpose)
        approver.must(permission)
        return approval

    def give(self, by: Actor, staff_id: StaffId, code: str) -> tuple[DocumentFact, ...]:
        """Give a badge to somebody with no more rights than one's own; the one they had before is good no more.

        Raises RuleBroken BADGE_TAKEN where it is somebody else's, BADGE_IS_CARD, BADGE_UNREADABLE.
        """
        by.must(Permission.MANAGE_STAFF)
        badge_id = self._vault.name_badge(check_badge(code))
        with self._standing.begin(by.id) as work:
            for permission in sorted(actor_of(work, staff_id).permissions):
                by.must(permission)
            known = work.documents.all(Badge)
            owner = next((badge.staff_id for badge in known if badge.id == badge_id), staff_id)
            if owner != staff_id:
                raise RuleBroken(Rule.BADGE_TAKEN, who=work.documents.get(StaffMember, owner).name)
            former = (badge.id for badge in known if badge.staff_id == staff_id and badge.id != badge_id)
            withdrawn = (DocumentWithdrawn(DocumentKind.BADGE, id_) for id_ in former)
            facts: tuple[DocumentFact, ...] = (*withdrawn, put(Badge(badge_id, staff_id, work.now, by.id)))
            work.keep(*facts)
        self._strange, self._locked_until = 0, 0.0
        return facts

    def take_back(self, by: Actor, staff_id: StaffId) -> tuple[DocumentFact, ...]:
        """A person's badge is good no more: it was lost, or they left."""
        by.must(Permission.MANAGE_STAFF)
        with self._standing.begin(by.id) as work:
            theirs = (badge.id for badge in work.documents.all(Badge) if badge.staff_id == staff_id)
            facts = tuple(DocumentWithdrawn(DocumentKind.BADGE, id_) for id_ in theirs)
            work.keep(*facts)
        return facts

    def _prove(self, code: str) -> Actor:
        self._must_not_be_locked()
        badge_id = self._vault.name_badge(check_badge(code))
        with self._begin(SYSTEM) as work:
            actor = _owner(work, badge_id)
        if actor is not None:
            self._strange, self._locked_until = 0, 0.0
            return actor
        self._strange += 1
        seconds = wait_seconds(self._strange)
        if seconds:
            self._locked_until = self._clock.monotonic() + seconds
            raise RuleBroken(Rule.PIN_LOCKED, seconds=seconds, tries=self._strange)
        raise RuleBroken(Rule.BADGE_UNKNOWN)

    def _must_not_be_locked(self) -> None:
        left = self._locked_until - self._clock.monotonic()
        if left > 0:
            raise RuleBroken(Rule.PIN_LOCKED, seconds=ceil(left), tries=self._strange)


def _owner(work: Work, badge_id: str) -> Actor | None:
    try:
        return actor_of(work, work.documents.get(Badge, badge_id).staff_id)
    except NotFound:
        return None
