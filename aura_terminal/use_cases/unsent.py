"""What the kitchen does not have when money is taken: what the house's policy says, and a manager's word about it."""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import FireId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.lines import Line
from aura_terminal.domain.menu import Item, choose
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.service_facts import LinesMarkedSent, UnsentAllowed
from aura_terminal.domain.service_rules import ChoicePolicy, UnsentPolicy
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.house_service import service_rules
from aura_terminal.use_cases.selling import groups_of, served
from aura_terminal.use_cases.sending import hand_over

BY_MANAGER = frozenset({UnsentPolicy.MANAGER, UnsentPolicy.MANAGER_MARKS})


def must_be_sent(work: Work, order: Order) -> None:
    """Refuse to take money for what the kitchen does not have, where the house wants a manager's word for it.

    Raises RuleBroken(LINES_UNSENT). Under the other policies it goes to the kitchen with the payment; what still needs
    a choice cannot (LINE_NEEDS_CHOICE).
    """
    unsent = order.unsent
    must_be_chosen(work, unsent)
    if unsent and service_rules(work.documents).unsent in BY_MANAGER:
        names = ", ".join(line.sold.name for line in unsent[:3])
        raise RuleBroken(Rule.LINES_UNSENT, lines=sum(line.quantity for line in unsent), names=names)


def take_unsent(
    work: Work, ids: Ids, terminal: str, by: Actor, order: Order, reason: str, approval: Approval | None
) -> tuple[Fact, ...]:
    """What a manager's word does with lines that are not sent, so that money can be taken.

    They go to the kitchen, or count as sent without it where the house marks them so.
    """
    allowed = approved(by, approval, work, Permission.PAY_UNSENT, reason)
    said = reason_given(reason)
    if service_rules(work.documents).unsent is UnsentPolicy.MANAGER_MARKS:
        fired = order.send(FireId(ids.new()), work.now)
        marked = tuple(
            LinesMarkedSent(one.order_id, one.fire_id, one.lines, work.now, by.id, said, allowed) for one in fired
        )
        work.keep(*marked)
        return marked
    word = UnsentAllowed(order.id, sum(line.quantity for line in order.unsent), work.now, said, allowed)
    work.keep(word)
    return (word, *hand_over(work, order, order.send(FireId(ids.new()), work.now), ids, terminal))


def going_now(order: Order) -> tuple[Line, ...]:
    """What a sending takes along: all that is not sent and not held."""
    return tuple(line for line in order.unsent if not line.held)


def must_be_chosen(work: Work, lines: Iterable[Line]) -> None:
    """Refuse to send a dish whose required choice is missing. Raises RuleBroken(LINE_NEEDS_CHOICE).

    Only looked at where the house adds such dishes.
    """
    asking = [line for line in lines if line.sold.has_choices]
    if not asking or service_rules(work.documents).choices is ChoicePolicy.BLOCK:
        return
    groups = groups_of(work)
    for line in asking:
        try:
            item = work.documents.get(Item, line.sold.item_id)
        except NotFound:  # withdrawn since it was sold: nobody can choose any more
            continue
        picks = tuple(modifier.pick for modifier in line.modifiers)
        try:
            choose(groups, item.modifier_groups, picks, line.quantity, served(work, item, line.sold))
        except RuleBroken as broken:
            if broken.rule is Rule.CHOICE_MISSING:
                raise RuleBroken(Rule.LINE_NEEDS_CHOICE, line=line.sold.name) from broken
