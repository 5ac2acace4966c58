"""The sync centre's decisions: what becomes of a step that a central back office refused.

What is wrong here is put right where it is kept (a guest's phone number, which of the central's items ours is): the
step then says something else and is sent by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from aura_terminal.domain.central import CentralChoice, CentralConfirmed, CentralDecided, RecordId
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.events import is_subscriber
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.ports.central import PULLED
from aura_terminal.ports.store import Begin
from aura_terminal.use_cases.approving import approved

_CARD = re.compile(r"(?<!dis)card|cvv|cvc|(^|[._])(pan|exp_month|exp_year)([._]|$)", re.IGNORECASE)


class Centrals:
    """Decisions about what a central refused, or a subscriber did not take.

    Whoever gives something up, or sends a subscriber something once more, needs RESOLVE_CONFLICT, or an approval.
    """

    def __init__(self, begin: Begin) -> None:
        self._begin = begin

    def retry(self, by: Actor, record: RecordId, step: str, approval: Approval | None = None) -> CentralDecided:
        """Send it once more, under a new key.

        Raises RuleBroken: CONFLICT_GONE when nothing waits there any more, and for a subscriber APPROVAL_NEEDED.
        """
        return self._decide(by, record, step, CentralChoice.RETRY, approval=approval)

    def edit(
        self, by: Actor, record: RecordId, step: str, fields: Mapping[str, str], approval: Approval | None = None
    ) -> CentralDecided:
        """Send it with some fields put right by hand: paths in what is sent and the texts they get; ours stay.

        Raises RuleBroken: APPROVAL_NEEDED, CONFLICT_GONE, and CHOICE_NOT_OFFERED without a field, and for one that
        asks for a card: a central that wants a number typed must not get one into facts.
        """
        if not fields or any(_CARD.search(path) for path in fields):
            raise RuleBroken(Rule.CHOICE_NOT_OFFERED)
        amended = tuple(sorted((path, tidy(text)) for path, text in fields.items()))
        return self._decide(by, record, step, CentralChoice.EDIT, approval=approval, amended=amended)

    def link(
        self, by: Actor, record: RecordId, step: str, central_id: str, approval: Approval | None = None
    ) -> CentralDecided:
        """It is there already, under this id of the central's.

        Raises RuleBroken: APPROVAL_NEEDED, CONFLICT_GONE, and CHOICE_NOT_OFFERED without an id.
        """
        if not tidy(central_id):
            raise RuleBroken(Rule.CHOICE_NOT_OFFERED)
        return self._decide(by, record, step, CentralChoice.LINKED, central_id=central_id, approval=approval)

    def set_aside(
        self, by: Actor, record: RecordId, step: str, reason: str, approval: Approval | None = None
    ) -> CentralDecided:
        """It is not sent; the reason is kept. Raises RuleBroken: APPROVAL_NEEDED, REASON_NEEDED, CONFLICT_GONE."""
        return self._decide(by, record, step, CentralChoice.SET_ASIDE, reason=reason, approval=approval)

    def match(self, by: Actor, record: RecordId, central_id: str, approval: Approval | None = None) -> CentralConfirmed:
        """Say which of the central's things one of ours is: an item, a member of staff, a table.

        What was refused because nobody knew can then be sent once more. Raises RuleBroken: APPROVAL_NEEDED, and
        CHOICE_NOT_OFFERED without an id.
        """
        named = tidy(central_id)
        if not named:
            raise RuleBroken(Rule.CHOICE_NOT_OFFERED)
        with self._begin(by.id) as work:
            approved(by, approval, work, Permission.RESOLVE_CONFLICT, named)
            fact = CentralConfirmed(record, PULLED, "", named, work.now)
            work.keep(fact)
        return fact

    def _decide(
        self, by: Actor, record: RecordId, step: str, choice: CentralChoice, *, central_id: str = "", reason: str = "",
        approval: Approval | None = None, amended: tuple[tuple[str, str], ...] = (),
    ) -> CentralDecided:  # fmt: skip
        with self._begin(by.id) as work:
            allowed = approval
            if choice is not CentralChoice.RETRY or is_subscriber(record):
                allowed = approved(by, approval, work, Permission.RESOLVE_CONFLICT, reason)
            fact = work.central(record).decide(
                step, choice, work.now, central_id=central_id, reason=reason, approval=allowed, amended=amended
            )
            if fact is None:
                raise RuleBroken(Rule.CONFLICT_GONE)
            work.keep(fact)
        return fact
