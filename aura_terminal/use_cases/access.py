"""Signing in by PIN, approvals, and the lock that guessing meets."""

from __future__ import annotations

from math import ceil

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import (
    Actor,
    Approval,
    Permission,
    PinSet,
    PinTried,
    SignedIn,
    SignedOut,
    check_new_pin,
    wait_seconds,
)
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.store import Begin, PinVault, TerminalIdentity
from aura_terminal.use_cases.standing import Standing
from aura_terminal.use_cases.standing import actor_of as actor_of


class Access:
    """Who may stand at this terminal.

    A try is counted and durable before the PIN is checked, so that killing the program gives no free guess. Waits run
    on monotonic time and start again with the program, so that moving the clock or restarting does not shorten them.
    """

    def __init__(
        self, begin: Begin, vault: PinVault, clock: Clock, terminal: TerminalIdentity, standing: Standing | None = None
    ) -> None:
        self._begin = begin
        self._standing = standing or Standing(begin)
        self._vault = vault
        self._clock = clock
        self._terminal = terminal
        self._locked_until: dict[StaffId, float] = {}

    def sign_in(self, staff_id: StaffId, pin: str) -> Actor:
        """The person, with what their roles allow. Raises RuleBroken PIN_WRONG, PIN_LOCKED or STAFF_INACTIVE."""
        actor = self._prove(staff_id, pin)
        with self._begin(staff_id) as work:
            work.keep(SignedIn(staff_id, self._terminal.label))
            verifier = work.access(staff_id).verifier
        self._standing.enter(actor, verifier)
        return actor

    def renew(self, by: Actor) -> Actor:
        """Who is signed in, with what they may do now. Raises RuleBroken STAFF_INACTIVE, PIN_CHANGED."""
        return self._standing.renew(by)

    def sign_out(self, by: Actor) -> SignedOut:
        """Leave the terminal."""
        with self._begin(by.id) as work:
            fact = SignedOut(by.id, self._terminal.label)
            work.keep(fact)
        self._standing.leave(by.id)
        return fact

    def approve(self, staff_id: StaffId, pin: str, permission: Permission, purpose: str) -> Approval:
        """Somebody with the right allows something at another's terminal."""
        approver = self._prove(staff_id, pin)
        with self._begin(staff_id) as work:
            work.keep(SignedIn(staff_id, self._terminal.label), SignedOut(staff_id, self._terminal.label))
            approval = Approval(staff_id, work.now, purpose)
        approver.must(permission)
        return approval

    def identify(self, staff_id: StaffId, pin: str) -> Actor:
        """Somebody shows who they are, for an act of their own such as clocking in; the terminal stays as it was.

        Raises RuleBroken as `sign_in` does.
        """
        actor = self._prove(staff_id, pin)
        with self._begin(staff_id) as work:
            work.keep(SignedIn(staff_id, self._terminal.label), SignedOut(staff_id, self._terminal.label))
        return actor

    def set_pin(self, by: Actor, staff_id: StaffId, pin: str) -> PinSet:
        """Give a PIN to somebody with no more rights than one's own; a lock from guessing ends with it.

        Raises RuleBroken(RIGHTS_CHANGED) where one's own were taken away meanwhile.
        """
        by.must(Permission.MANAGE_STAFF)
        with self._standing.begin(by.id) as work:
            granted = actor_of(work, staff_id).permissions
            for permission in sorted(granted):
                by.must(permission)
            check_new_pin(pin, granted)
            fact = PinSet(staff_id, self._vault.seal(staff_id, pin))
            work.keep(fact)
        self._locked_until.pop(staff_id, None)
        if by.id == staff_id:
            self._standing.set_anew(staff_id, fact.verifier)
        return fact

    def _prove(self, staff_id: StaffId, pin: str) -> Actor:
        with self._begin(staff_id) as work:
            actor = actor_of(work, staff_id)
            access = work.access(staff_id)
            self._must_not_be_locked(staff_id, access.failed_tries)
            work.keep(PinTried(staff_id, self._terminal.label))
            tries, verifier = work.access(staff_id).failed_tries, access.verifier
        if self._vault.matches(staff_id, pin, verifier):
            self._locked_until.pop(staff_id, None)
            return actor
        seconds = wait_seconds(tries)
        if seconds:
            self._locked_until[staff_id] = self._clock.monotonic() + seconds
            raise RuleBroken(Rule.PIN_LOCKED, seconds=seconds, tries=tries)
        raise RuleBroken(Rule.PIN_WRONG, tries=tries)

    def _must_not_be_locked(self, staff_id: StaffId, failed_tries: int) -> None:
        now = self._clock.monotonic()
        until = self._locked_until.setdefault(staff_id, now + wait_seconds(failed_tries))
        if now < until:
            raise RuleBroken(Rule.PIN_LOCKED, seconds=ceil(until - now), tries=failed_tries)
