"""Role by verb: every public method of every use case there is, asked by every role and by somebody without rights.

The list is not kept by hand: a verb that is added is in it. One that nobody has to ask for, or that anybody may ask
for, is named here, so that leaving a right out is a decision and no oversight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from aura_terminal.domain.central import RecordId
from aura_terminal.domain.errors import Rule, RuleBroken, Unavailable
from aura_terminal.domain.ids import StaffId, ValueAccountId
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpoolKind, SpoolState
from aura_terminal.domain.price_changes import PriceKey
from aura_terminal.domain.staff import Actor, Permission, Role
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.card_wishes import SlipRead
from tests.support.card_till import CardTill
from tests.support.counting_reader import Play
from tests.support.every_verb import Stage, Verb, stage, verbs
from tests.support.memory_shop import EVERYTHING, demo_files
from tests.support.memory_spool import MemorySpool
from tests.support.printer_samples import RECEIPT
from tests.unit.use_cases.test_every_right import approve_purchase

EURO = Money(100, "EUR")
ROLES = tuple(one for one in demo_files().documents if isinstance(one, Role))
MARTA = StaffId("marta-rossi")
NOBODY = Actor(StaffId("nobody"), "Nobody", frozenset())
REFUSED = (Rule.NOT_ALLOWED, Rule.APPROVAL_NEEDED)

ANYBODYS = {
    "access.renew", "access.sign_out",  # oneself
    "labor.begin_break", "labor.end_break", "labor.clock_in", "labor.clock_out", "labor.see_changes",  # one's own hours
    "hours.rules", "conflicts.of_order", "cash_desks.drop_due",  # reads, which say nothing of money in a drawer
    "automatic.reckon",  # what the menu's promotions say, not a person
    "centrals.retry",  # the same once more, under a new key
}  # fmt: skip
"""What everybody may ask for who is signed in."""


NOBODYS = {
    "access.approve", "access.identify", "access.sign_in", "badges.approve", "badges.sign_in",  # who they are is asked
    "bridge.begin", "automatic.begin", "bridge.scan_in_the_kitchen",  # a transaction; a cook's scanner beside the board
    "paying.release_token", "paying.take_up_tokens", "delivery.escalate_overdue", "delivery.receive",
    "delivery.repair_fires", "delivery.see", "outages.end", "terminals.certify", "terminals.pair",
    "safekeeping.note_restored", "cards.expire_tabs", "card_desk.mark", "card_desk.send", "card_desk.settle",
    "devices.begin_detour", "devices.drawer_left_open", "devices.note_health", "audit.catch_up",  # the node's
    "shift_reports.closed",  # for whom the owner subscribed
    "paying.new_attempt", "cards.new_attempt", "floor_editing.new_ids", "menu_editing.new_ids",  # ids
    "ownership.must_be_ours", "ownership.owner_of", "value_accounts.number_on_paper",
    "bridge.is_alone", "bridge.rules", "closing.business_dates", "closing.closed_on", "closing.closings",
    "closing.outlook", "closing.read", "closing.today", "floor_editing.plan", "store_editing.desk",
    "store_editing.routing", "delivery.overdue", "labor.leaving", "labor.time_sheet", "hours.plan_owner",
    "discounts.overused", "price_levels.in_force", "price_levels.listed", "price_levels.named", "price_levels.offered",
    "price_levels.on_sheet", "price_levels.on_tiles", "house_of_sale.rules", "service.addable", "service.places",
    "service.rules", "loyalty.earned_by", "loyalty.worth_of_points", "waitlist.reckon", "errands.estimate",
    "dietary.concerns", "regulars.birthdays", "regulars.usual", "card_desk.find", "card_desk.unsettled",
    "card_desk.waiting", "paper.job", "paper.recent", "paper.waiting", "devices.detours", "devices.states",
    "reports.coverage", "reports.today", "returns.look", "returns.worth", "tables.floor",  # reads
}  # fmt: skip
"""What asks for no person: the node's part, and what is read for a screen on which somebody is signed in."""

OF_PAPER = {
    "devices.send_elsewhere", "devices.switch_back", "devices.test_print", "paper.it_printed", "paper.let_go",
    "paper.mail", "paper.print_now", "paper.redirect", "paper.slips_again",
}  # fmt: skip

BESIDE_PRINTERS = {Permission.REPRINT, Permission.BUMP, Permission.TAKE_PAYMENT}
"""One of them is enough for paper that waits."""

ONLY_BESIDE_ANOTHER = {
    Permission.CANCEL_ORDER, Permission.CHOOSE_PRICE, Permission.CLOSE_LATE, Permission.EDIT_TAXES,
    Permission.HAND_OVER_ANY, Permission.MOVE_CASH, Permission.OPEN_ITEM, Permission.OVERRIDE_SCHEDULE,
    Permission.SEE_EXPECTED_CASH, Permission.SEE_LABOR_COST, Permission.SERVE_ANY_TABLE, Permission.TYPE_WEIGHT,
}  # fmt: skip
"""Rights that no verb asks for first; `test_every_right.py` tries them."""

Prepared = Callable[[Stage, Actor], object]
PREPARED: Mapping[str, Prepared] = {
    "administration.put_documents": lambda on, by: on.shop.administration.put_documents(by, [on.water]),
    "handing.hand_over_all": lambda on, by: on.shop.handing.hand_over_all(by, SYSTEM, StaffId("sofia-conti")),
    "centrals.edit": lambda on, by: on.shop.centrals.edit(by, RecordId("order:x"), "create", {"a": "b"}),
    "menu_editing.set_prices": lambda on, by: on.shop.menu_editing.set_prices(
        by, {PriceKey(on.water.id): (on.water.price, on.water.price + on.water.price)}
    ),
    "menu_editing.offer_item": lambda on, by: offered_again(on, by),
    "purchasing.approve": lambda on, by: approve_purchase(on.store, by),
    "value_accounts.keep_deposit": lambda on, by: on.shop.value_accounts.keep_deposit(by, account(on), "nobody came"),
    "value_accounts.pay_out": lambda on, by: on.shop.value_accounts.pay_out(by, account(on), "moved away"),
    "paper.print_copy": lambda on, by: on.shop.paper.print_copy(by, printed(on)),
}
"""Verbs that look first whether there is anything to be done, asked about what there is."""

WITH_CARDS = {"card_returns.reverse", "card_answers.answer_approved", "card_answers.answer_not_approved"}
"""The same of cards, tried below."""


def account(on: Stage) -> ValueAccountId:
    opened, _ = on.shop.value_accounts.open_house(EVERYTHING, "Acme", EURO, "14 days")
    return ValueAccountId(opened.account_id)


def offered_again(on: Stage, by: Actor) -> object:
    other = next((one for one in on.shop.reads.catalogue.items(on.water.category) if one.id != on.water.id), on.water)
    on.shop.menu_editing.withdraw_item(EVERYTHING, other.id)
    return on.shop.menu_editing.offer_item(by, other.id)


def printed(on: Stage) -> PrintJobId:
    spool, job_id, now = MemorySpool(on.store.journal.jobs), PrintJobId("printed"), on.store.clock.now()
    spool.add(PrintJob(job_id, SpoolKind.RECEIPT, "receipt", "Receipt", document=RECEIPT), now)
    spool.settle(job_id, SpoolState.PRINTED, "", now)
    return job_id


def ask(on: Stage, verb: Verb, by: Actor) -> object:
    """Ask for it with the least it can be asked with, or with what was prepared for it."""
    if verb.name in PREPARED:
        return PREPARED[verb.name](on, by)
    return verb.call(**on.arguments(verb, by))


def is_refused(on: Stage, verb: Verb, asker: Actor) -> bool:
    """Whether the right is what stands in the way. Beyond it lie arguments that may be nonsense to the verb."""
    try:
        ask(on, verb, asker)
    except RuleBroken as refused:
        return refused.rule in REFUSED and refused.details["permission"] == needed()[verb.name].value
    except (Unavailable, LookupError, TypeError, ValueError):
        return False
    return False


def may(role: Role, verb: str) -> bool:
    """Whether a role may ask for a verb; paper is handled by whoever stands beside it."""
    rights = BESIDE_PRINTERS if verb in OF_PAPER else {needed()[verb]}
    return not rights.isdisjoint(role.permissions)


def by(role: Role) -> Actor:
    return Actor(MARTA, "Marta", frozenset(role.permissions))


def asked_for(on: Stage) -> dict[str, Verb]:
    """The verbs somebody asks for who must have a right to."""
    named = {verb.name: verb for verb in verbs(on.store) if verb.asker is not None}
    return {name: verb for name, verb in named.items() if name not in ANYBODYS | WITH_CARDS}


@cache
def needed() -> Mapping[str, Permission]:
    """The right each verb asks for first, as it tells somebody who has none."""
    on = stage()
    rights = {}
    for name, verb in asked_for(on).items():
        with pytest.raises(RuleBroken) as refused:
            ask(on, verb, NOBODY)
        assert refused.value.rule in REFUSED, name
        rights[name] = Permission(str(refused.value.details["permission"]))
    return rights


def test_every_verb_refuses_who_has_no_right_at_all() -> None:
    assert len(needed()) > 250
    assert set(needed().values()) == set(Permission) - ONLY_BESIDE_ANOTHER


def test_what_needs_no_right_and_what_asks_for_no_person_is_named() -> None:
    found = {verb.name: verb.asker for verb in verbs(stage().store)}
    assert {name for name, asker in found.items() if asker is None} == NOBODYS
    assert found.keys() >= ANYBODYS | PREPARED.keys() | WITH_CARDS


@pytest.mark.parametrize("role", ROLES, ids=lambda role: str(role.id))
def test_a_role_is_refused_what_it_has_no_right_to_and_nothing_happens(role: Role) -> None:
    on = stage()
    wrong = [name for name, verb in asked_for(on).items() if not may(role, name) and not is_refused(on, verb, by(role))]
    assert wrong == []
    assert [entry for entry in on.store.journal.entries if entry.actor == MARTA] == []


@pytest.mark.parametrize("role", ROLES, ids=lambda role: str(role.id))
def test_a_role_is_never_refused_for_want_of_a_right_it_has(role: Role) -> None:
    on = stage()
    assert [name for name, verb in asked_for(on).items() if may(role, name) and is_refused(on, verb, by(role))] == []


@pytest.mark.parametrize("verb", sorted(WITH_CARDS))
def test_who_has_no_right_neither_gives_back_on_a_card_nor_answers_for_one(tmp_path: Path, verb: str) -> None:
    till = CardTill(tmp_path / "reversals.jsonl")
    order = till.order()
    if verb != "card_returns.reverse":
        till.book.plays.append(Play.LOST_BEFORE)
    attempt = till.charge(order)
    if verb == "card_returns.reverse":
        till.work()
    else:
        till.worker.step()
        till.book.is_reached = False
        till.work(8)
    shop, reads = till.store.shop, SlipRead(Money(690, "EUR"), Money(0, "EUR"))
    acts: Mapping[str, Callable[[], object]] = {
        "card_returns.reverse": lambda: shop.card_returns.reverse(
            NOBODY, order, shop.cards.new_attempt(), attempt, "cold"
        ),
        "card_answers.answer_approved": lambda: shop.card_answers.answer_approved(NOBODY, attempt, reads),
        "card_answers.answer_not_approved": lambda: shop.card_answers.answer_not_approved(NOBODY, attempt),
    }
    with pytest.raises(RuleBroken) as refused:
        acts[verb]()
    assert refused.value.rule in REFUSED
