"""Every public method of every use case there is: the right it asks for is declared, or it is named as anybody's.

The list is not kept by hand: a verb that is added is in it. One that nobody has to ask for, or that anybody may ask
for, is named here, and the right of each other one in `rights_of_verbs.toml`, so that leaving a right out is a
decision and no oversight. `test_rights_matrix.py` has every role ask for every verb.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aura_terminal.domain.central import RecordId
from aura_terminal.domain.ids import StaffId, ValueAccountId
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpoolKind, SpoolState
from aura_terminal.domain.price_changes import PriceKey
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.store import SYSTEM
from tests.support.every_verb import Stage, Verb, stage, verbs
from tests.support.memory_shop import EVERYTHING
from tests.support.memory_spool import MemorySpool
from tests.support.printer_samples import RECEIPT
from tests.unit.use_cases.test_every_right import approve_purchase

EURO = Money(100, "EUR")

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
    "safekeeping.note_done", "cards.expire_tabs", "card_desk.mark", "card_desk.send", "card_desk.settle",
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

ONLY_BESIDE_ANOTHER = {
    Permission.CANCEL_ORDER, Permission.CHOOSE_PRICE, Permission.CLOSE_LATE, Permission.EDIT_TAXES,
    Permission.HAND_OVER_ANY, Permission.MOVE_CASH, Permission.OPEN_ITEM, Permission.OVERRIDE_SCHEDULE,
    Permission.SEE_EXPECTED_CASH, Permission.SERVE_ANY_TABLE, Permission.TYPE_WEIGHT,
}  # fmt: skip
"""Rights that no verb asks for first; `test_every_right.py` tries them."""

Prepared = Callable[..., object]
PREPARED: Mapping[str, Prepared] = {
    "access.set_pin": lambda on, by: on.shop.access.set_pin(by, StaffId("sofia-conti"), "739154"),
    "badges.give": lambda on, by: on.shop.badges.give(by, StaffId("sofia-conti"), "0042-7788"),
    "administration.put_documents": lambda on, by: on.shop.administration.put_documents(by, [on.water]),
    "handing.hand_over_all": lambda on, by, **more: on.shop.handing.hand_over_all(
        by, SYSTEM, StaffId("sofia-conti"), **more
    ),
    "centrals.edit": lambda on, by, **more: on.shop.centrals.edit(
        by, RecordId("order:x"), "create", {"a": "b"}, **more
    ),
    "menu_editing.set_prices": lambda on, by: on.shop.menu_editing.set_prices(
        by, {PriceKey(on.water.id): (on.water.price, on.water.price + on.water.price)}
    ),
    "menu_editing.offer_item": lambda on, by: offered_again(on, by),
    "purchasing.approve": lambda on, by, **more: approve_purchase(on.store, by, **more),
    "value_accounts.keep_deposit": lambda on, by, **more: on.shop.value_accounts.keep_deposit(
        by, account(on), "nobody came", **more
    ),
    "value_accounts.pay_out": lambda on, by, **more: on.shop.value_accounts.pay_out(
        by, account(on), "moved away", **more
    ),
    "paper.print_copy": lambda on, by: on.shop.paper.print_copy(by, printed(on)),
}
"""Verbs that look first whether there is anything to be done, asked about what there is."""

WITH_CARDS = {"card_returns.reverse", "card_answers.answer_approved", "card_answers.answer_not_approved"}
"""The same of cards, for which a till with a card terminal is needed."""


@dataclass(frozen=True, slots=True)
class Asks:
    """The rights of which a verb asks for one, and whether somebody else may allow it instead."""

    rights: frozenset[Permission]
    may_be_allowed: bool

    def lets(self, permissions: Collection[Permission]) -> bool:
        """Whether somebody with these rights may ask for it alone."""
        return not self.rights.isdisjoint(permissions)


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


def ask(on: Stage, verb: Verb, by: Actor, **more: object) -> object:
    """Ask for it with the least it can be asked with, or with what was prepared for it."""
    if verb.name in PREPARED:
        return PREPARED[verb.name](on, by, **more)
    return verb.call(**on.arguments(verb, by), **more)


def asked_for(on: Stage) -> dict[str, Verb]:
    """The verbs somebody asks for who must have a right to."""
    named = {verb.name: verb for verb in verbs(on.store) if verb.asker is not None}
    return {name: verb for name, verb in named.items() if name not in ANYBODYS | WITH_CARDS}


@cache
def declared() -> Mapping[str, Asks]:
    """What each verb asks for, as the table of rights says."""
    table = tomllib.loads(Path(__file__).with_name("rights_of_verbs.toml").read_text("utf-8"))
    rows = [(name, words.split(" or ")) for words, names in table.items() for name in names]
    found = {
        name: Asks(frozenset(Permission(word) for word in words if word != "approval"), "approval" in words)
        for name, words in rows
    }
    assert len(found) == len(rows), "a verb stands in two rows"
    return found


def test_every_verb_has_a_row_in_the_table_of_rights_and_every_row_a_verb() -> None:
    assert declared().keys() == asked_for(stage()).keys() | WITH_CARDS
    assert len(declared()) > 250


def test_rights_that_no_verb_asks_for_first_are_named() -> None:
    assert {right for asks in declared().values() for right in asks.rights} == set(Permission) - ONLY_BESIDE_ANOTHER


def test_what_needs_no_right_and_what_asks_for_no_person_is_named() -> None:
    found = {verb.name: verb.asker for verb in verbs(stage().store)}
    assert {name for name, asker in found.items() if asker is None} == NOBODYS
    assert found.keys() >= ANYBODYS | PREPARED.keys() | WITH_CARDS
    assert ANYBODYS.isdisjoint(declared())
