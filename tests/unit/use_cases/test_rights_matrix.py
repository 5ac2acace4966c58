"""Role by verb by terminal: every role asks for every verb, here, at another terminal, and with somebody's approval.

What is expected is what the table of rights declares (`rights_of_verbs.toml`), never what the verbs say of themselves.
Facts that arrive from other terminals are asked nothing: the right was asked where they were made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken, Unavailable
from aura_terminal.domain.ids import OrderId, RoleId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import (
    Actor,
    Approval,
    Permission,
    PinTried,
    Role,
    SignedIn,
    SignedOut,
    StaffMember,
)
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases import first_roles
from aura_terminal.use_cases.card_wishes import SlipRead
from tests.support.card_till import CardTill
from tests.support.counting_reader import Play
from tests.support.every_verb import Stage, Verb, stage
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_files, signed_in
from tests.unit.use_cases.test_every_verb import PREPARED, WITH_CARDS, ask, asked_for, declared

MARTA, OWNER = StaffId("marta-rossi"), StaffId("davide-greco")
APPROVED = Approval(OWNER, datetime(2026, 5, 15, 18, tzinfo=UTC), "looked at it")
PIN, BADGE = "739154", "0042-7788"
REFUSED = (Rule.NOT_ALLOWED, Rule.APPROVAL_NEEDED)
SHIPPED = {str(role.id): frozenset(role.permissions) for role in first_roles.ROLES}
OF_THE_DEMO = {f"demo {one.id}": frozenset(one.permissions) for one in demo_files().documents if isinstance(one, Role)}
ROLES: Mapping[str, frozenset[Permission]] = {
    **SHIPPED,
    **{name: rights for name, rights in OF_THE_DEMO.items() if rights not in SHIPPED.values()},
    "nothing": frozenset(),
    "everything": frozenset(Permission),
}

DOES_NOTHING = {
    "weighing.add_labelled",  # a label that says nothing, which is nothing to add
    "hours.on_duty", "hours.plan", "hours.punches", "hours.to_look_at", "hours.week", "cash_desks.desk",
    "audit.of_order", "audit.search", "audit.terminals", "reports.behind", "reports.csv", "reports.dashboard",
    "reports.must_export", "reports.read", "reports.receipt", "central_sheets.compare", "central_sheets.sheets",
}  # fmt: skip
"""What only reads, as it is asked here: a right that was taken away ends it when the screen hears of that."""

BY_CARD = [
    ("card_returns.reverse", Permission.REFUND),
    ("card_answers.answer_approved", Permission.TAKE_PAYMENT),
    ("card_answers.answer_not_approved", Permission.TAKE_PAYMENT),
    ("card_answers.answer_approved", Permission.RESOLVE_CONFLICT),
    ("card_answers.answer_not_approved", Permission.RESOLVE_CONFLICT),
]
"""Verbs about cards. A card terminal that gave up is answered for by who takes payments, a silent one by a manager."""

TOKEN_FIRST = {
    "discounts.take_amount", "discounts.take_percent", "line_discounts.comp_lines", "line_discounts.comp_order",
    "line_discounts.take_amount", "line_discounts.take_percent", "service.waive", "returns.reopen", "returns.take_back",
}  # fmt: skip
"""What says of an order that another terminal holds it, before it asks for the right."""


def test_the_roles_are_those_a_store_is_given_and_the_two_ends() -> None:
    assert SHIPPED.keys() == {"server", "cashier", "kitchen", "shift_lead", "manager", "owner"}
    assert SHIPPED["owner"] == ROLES["everything"]


def here(on: Stage) -> Stage:
    return on


def elsewhere(on: Stage) -> Stage:
    """The same store at another terminal: the order and its token are the first one's."""
    return Stage(on.store.opened_by("R2"), on.subjects)


def is_held_there(on: Stage) -> bool:
    """Whether the order is another terminal's."""
    with on.store.begin(SYSTEM) as work:
        return work.order(on.made(OrderId)).token.holder != on.shop.terminal.label  # type: ignore[arg-type]


def taken_over(on: Stage) -> Stage:
    """The same store at another terminal, which has taken the order over."""
    on = elsewhere(on)
    on.shop.paying.override_token(EVERYTHING, on.made(OrderId), "R1 is broken")  # type: ignore[arg-type]
    return on


PLACES = [here, elsewhere, taken_over]


def with_rights(permissions: frozenset[Permission]) -> Actor:
    return Actor(MARTA, "Marta", permissions)


def approval_named(verb: Verb) -> str | None:
    """What a verb calls the approval it takes, where it takes one."""
    return next((name for name, hint in verb.hints.items() if hint == Approval | None), None)


def refusal(act: Callable[[], object]) -> tuple[Rule, Permission | None] | None:
    """The right that stands in the way, and as what, or that an order is held elsewhere.

    Beyond that lie arguments that may be nonsense to the verb.
    """
    try:
        act()
    except RuleBroken as refused:
        if refused.rule in REFUSED:
            return refused.rule, Permission(str(refused.details["permission"]))
        return (refused.rule, None) if refused.rule is Rule.TOKEN_ELSEWHERE else None
    except (Unavailable, LookupError, TypeError, ValueError):
        return None
    return None


def by_marta(store: MemoryStore) -> int:
    return sum(entry.actor == MARTA for entry in store.journal.entries)


def wrongly_let(on: Stage, verb: Verb, actor: Actor, **more: object) -> str:
    """What is wrong about a verb that has to be refused; nothing where it is, and keeps and prints nothing."""
    asks, kept, jobs = declared()[verb.name], by_marta(on.store), len(on.store.journal.jobs)
    refused = refusal(lambda: ask(on, verb, actor, **more))
    as_what = Rule.APPROVAL_NEEDED if asks.may_be_allowed else Rule.NOT_ALLOWED
    expected: set[tuple[Rule, Permission | None]] = {(as_what, right) for right in asks.rights}
    if verb.name in TOKEN_FIRST and is_held_there(on):
        expected = {(Rule.TOKEN_ELSEWHERE, None)}
    if refused not in expected:
        return f"{verb.name}: {refused}"
    if by_marta(on.store) != kept or (verb.name not in PREPARED and len(on.store.journal.jobs) != jobs):
        return f"{verb.name}: refused, and something is kept all the same"
    return ""


def wrongly_refused(on: Stage, verb: Verb, actor: Actor, **more: object) -> str:
    """What is wrong about a verb that may be asked for; nothing where its right does not stand in the way."""
    refused = refusal(lambda: ask(on, verb, actor, **more))
    return f"{verb.name}: {refused}" if refused and refused[1] in declared()[verb.name].rights else ""


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_refused_what_it_has_no_right_to_and_nothing_happens(
    role: str, place: Callable[[Stage], Stage]
) -> None:
    on, actor = place(stage()), with_rights(ROLES[role])
    verbs = asked_for(on)
    wrong = [wrongly_let(on, verb, actor) for name, verb in verbs.items() if not declared()[name].lets(ROLES[role])]
    assert [one for one in wrong if one] == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_never_refused_for_want_of_a_right_it_has(role: str, place: Callable[[Stage], Stage]) -> None:
    on, actor = place(stage()), with_rights(ROLES[role])
    verbs = asked_for(on)
    wrong = [wrongly_refused(on, verb, actor) for name, verb in verbs.items() if declared()[name].lets(ROLES[role])]
    assert [one for one in wrong if one] == []


@pytest.mark.parametrize("place", PLACES)
def test_one_right_is_enough_and_all_others_are_not(place: Callable[[Stage], Stage]) -> None:
    on = place(stage())
    wrong = [wrongly_let(on, verb, with_rights(_all_but(name))) for name, verb in asked_for(on).items()]
    for name, verb in asked_for(on).items():
        wrong += [wrongly_refused(on, verb, with_rights(frozenset({one}))) for one in declared()[name].rights]
    assert [one for one in wrong if one] == []


def _all_but(verb: str) -> frozenset[Permission]:
    return frozenset(Permission) - declared()[verb].rights


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", ROLES)
def test_an_approval_stands_for_the_right_where_the_table_says_so_and_nowhere_else(
    role: str, place: Callable[[Stage], Stage]
) -> None:
    on, actor, wrong, tried = place(stage()), with_rights(ROLES[role]), [], set()
    for name, verb in asked_for(on).items():
        approval = approval_named(verb)
        if approval is None:
            assert not declared()[name].may_be_allowed, f"{name} takes no approval"
            continue
        tried.add(name)
        may = declared()[name].may_be_allowed or declared()[name].lets(ROLES[role])
        looked_at = wrongly_refused if may else wrongly_let
        wrong.append(looked_at(on, verb, actor, **{approval: APPROVED}))
    assert [one for one in wrong if one] == []
    assert len(tried) > 40


@pytest.mark.parametrize("place", [here, elsewhere])
@pytest.mark.parametrize("role", ROLES)
def test_somebody_approves_by_pin_or_badge_what_they_have_the_right_to_and_nothing_else(
    role: str, place: Callable[[Stage], Stage]
) -> None:
    first, person, role_id = stage(), StaffId("approver"), RoleId("tried")
    shop = first.shop
    member = StaffMember(person, "Approver", "AP", (role_id,))
    shop.administration.put_documents(EVERYTHING, [Role(role_id, role, tuple(sorted(ROLES[role]))), member])
    shop.access.set_pin(EVERYTHING, person, PIN)
    shop.badges.give(EVERYTHING, person, BADGE)
    access, badges, before = place(first).shop.access, place(first).shop.badges, len(first.store.journal.entries)
    wrong = []
    for right in Permission:
        expected = None if right in ROLES[role] else (Rule.NOT_ALLOWED, right)
        by_pin = refusal(partial(access.approve, person, PIN, right, "asked"))
        by_badge = refusal(partial(badges.approve, BADGE, right, "asked"))
        wrong += [f"{right}: {found}" for found in (by_pin, by_badge) if found != expected]
    assert wrong == []
    assert {type(entry.fact) for entry in first.store.journal.entries[before:]} == {PinTried, SignedIn, SignedOut}


def test_rights_taken_away_at_another_terminal_end_every_verb_that_does_something() -> None:
    on = stage()
    owner, done = signed_in(on.shop, OWNER), set[str]()
    member = next(one for one in demo_files().documents if isinstance(one, StaffMember) and one.id == OWNER)
    office = on.store.opened_by("R2").shop
    office.administration.put_documents(EVERYTHING, [replace(member, withdrawn=tuple(Permission))])
    before = len(on.store.journal.entries)
    for name, verb in asked_for(on).items():
        with suppress(RuleBroken, Unavailable, LookupError, TypeError, ValueError):
            ask(on, verb, owner)
            done.add(name)
    assert done == DOES_NOTHING
    assert [entry.fact for entry in on.store.journal.entries[before:] if entry.actor == OWNER] == []


@pytest.mark.parametrize("place", [here, elsewhere])
@pytest.mark.parametrize(("verb", "right"), BY_CARD)
def test_every_role_asks_for_what_is_done_with_cards(
    tmp_path: Path, verb: str, right: Permission, place: Callable[[Stage], Stage]
) -> None:
    wrong = []
    for role, permissions in ROLES.items():
        for approval in (None, APPROVED):
            store, act = card_verb(tmp_path / role / str(approval is None), verb, right, place)
            kept, may = len(store.journal.entries), right in permissions or approval is not None
            refused = refusal(partial(act, with_rights(permissions), approval))
            if may == (refused is not None and refused[1] is right):
                wrong.append(f"{role}, {approval}: {refused}")
            if not may and len(store.journal.entries) != kept:
                wrong.append(f"{role}, {approval}: refused, and something is kept all the same")
    assert wrong == []


def test_the_table_says_the_same_of_cards() -> None:
    assert {verb for verb, _ in BY_CARD} == WITH_CARDS
    assert all(declared()[verb].may_be_allowed for verb in WITH_CARDS)
    assert {(verb, right) for verb in WITH_CARDS for right in declared()[verb].rights} < set(BY_CARD)


def card_verb(
    folder: Path, verb: str, right: Permission, place: Callable[[Stage], Stage]
) -> tuple[MemoryStore, Callable[[Actor, Approval | None], object]]:
    """A till with a card that was charged, or one of which nobody knows, and the verb about it."""
    folder.mkdir(parents=True)
    till = CardTill(folder / "reversals.jsonl")
    order = till.order()
    if right is Permission.TAKE_PAYMENT:
        till.book.plays.append(Play.LOST_BEFORE)
    attempt = till.charge(order)
    match right:
        case Permission.REFUND:
            till.work()
        case Permission.TAKE_PAYMENT:
            till.worker.step()
            till.book.is_reached = False
            till.work(8)
        case _:
            till.memory.shop.card_desk.send(attempt, "the machine is gone")
            till.memory.clock.advance(seconds=3600)
    shop, reads = place(Stage(till.memory, {})).shop, SlipRead(Money(690, "EUR"), Money(0, "EUR"))
    acts: Mapping[str, Callable[[Actor, Approval | None], object]] = {
        "card_returns.reverse": lambda by, approval: shop.card_returns.reverse(
            by, order, shop.cards.new_attempt(), attempt, "cold", approval
        ),
        "card_answers.answer_approved": lambda by, approval: shop.card_answers.answer_approved(
            by, attempt, reads, approval
        ),
        "card_answers.answer_not_approved": lambda by, approval: shop.card_answers.answer_not_approved(
            by, attempt, approval
        ),
    }
    return till.memory, acts[verb]
