"""Who may make whom what: rights, caps, roles, and people in a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.documents import Document
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import OrderId, RoleId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.rights import EDITION, FIRST_EDITION, Cap, Grant
from aura_terminal.domain.staff import Actor, Job, Permission, Role, StaffMember
from aura_terminal.use_cases.first_roles import ROLES
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.role_editions import bring_up_roles
from aura_terminal.use_cases.staff_files import FlawedFile, read, written
from tests.contract.store_bench import WATER
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_files, demo_store, memory_store, signed_in

MARTA, NINA, CARLA, DAVIDE = (StaffId(name) for name in ("marta-rossi", "nina-vogel", "carla-lombardi", "davide-greco"))


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def member(store: MemoryStore, staff_id: StaffId) -> StaffMember:
    return next(one for one in store.shop.people.sheet(EVERYTHING).members if one.id == staff_id)


def refused(act: object, *values: object) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        act(*values)  # type: ignore[operator]  # a verb
    return broken.value


def grant(store: MemoryStore, staff_id: StaffId, *grants: Grant, withdrawn: tuple[Permission, ...] = ()) -> None:
    store.shop.people.put_members(EVERYTHING, [replace(member(store, staff_id), grants=grants, withdrawn=withdrawn)])


def sent_water(store: MemoryStore, by: Actor, quantity: int = 3) -> OrderId:
    order = store.shop.ordering.add_item(by, NewOrder(), replace(WATER, quantity=quantity)).order_id
    store.shop.ordering.send(by, order)
    return order


def test_a_cap_on_discounts_ends_in_an_approval_by_somebody_who_may_so_far(store: MemoryStore) -> None:
    grant(store, MARTA, Grant(Permission.DISCOUNT, Cap(percent=Decimal(10))))
    grant(store, NINA, Grant(Permission.DISCOUNT, Cap(percent=Decimal(20))))
    marta = signed_in(store.shop)
    order = sent_water(store, marta)
    take, approve = store.shop.discounts.take_percent, store.shop.access.approve
    assert take(marta, order, Decimal(10), "regular").facts
    asked = refused(take, marta, order, Decimal(15), "regular")
    assert (asked.rule, asked.details) == (Rule.APPROVAL_NEEDED, {"permission": "discount", "most": "10 %"})
    nina = approve(NINA, demo_files().pins[NINA], Permission.DISCOUNT, "regular")
    fact = take(marta, order, Decimal(20), "regular", nina).facts[-1]
    assert fact.approval == nina  # type: ignore[union-attr]  # a discount
    beyond = refused(take, marta, order, Decimal(25), "regular", nina)
    assert (beyond.rule, beyond.details["who"], beyond.details["most"]) == (Rule.ABOVE_CAP, "Nina Vogel", "20 %")


def test_giving_a_whole_order_away_is_a_right_of_its_own(store: MemoryStore) -> None:
    grant(store, MARTA, Grant(Permission.DISCOUNT))
    marta = signed_in(store.shop)
    order = sent_water(store, marta)
    asked = refused(store.shop.discounts.take_percent, marta, order, Decimal(100), "birthday")
    assert asked.details["permission"] == "comp"


def test_a_void_may_cost_so_much_and_no_more(store: MemoryStore) -> None:
    grant(store, MARTA, Grant(Permission.VOID_SENT, Cap(Money(400, "EUR"))))
    marta = signed_in(store.shop)
    order = sent_water(store, marta)
    line = store.shop.reads.orders.sheet(order).lines[0]
    assert line.price.minor == 3 * 290
    assert refused(store.shop.ordering.void_line, marta, order, line.line_id, 2, "dropped").details["most"] == "4.00"
    assert store.shop.ordering.void_line(marta, order, line.line_id, 1, "dropped").facts


def test_the_drawer_opens_so_often_in_a_shift_without_a_sale(store: MemoryStore) -> None:
    grant(store, MARTA, Grant(Permission.NO_SALE, Cap(times=2)))
    shop, marta = store.shop, signed_in(store.shop)
    shop.labor.clock_in(marta)
    for _ in range(2):
        shop.paying.open_drawer(signed_in(shop, "carla-lombardi"), "change")
        order = sent_water(store, marta)
        shop.paying.take_cash(marta, order, shop.reads.orders.sheet(order).due, shop.paying.new_attempt())
    for _ in range(2):
        assert shop.paying.open_drawer(marta, "change").approval is None
    assert refused(shop.paying.open_drawer, marta, "change").details == {"permission": "no_sale", "most": "2"}
    allowed = shop.access.approve(CARLA, demo_files().pins[CARLA], Permission.NO_SALE, "change")
    assert shop.paying.open_drawer(marta, "change", allowed).approval == allowed
    shop.labor.clock_out(marta)
    store.clock.advance(minutes=1)
    shop.labor.clock_in(marta)
    assert shop.paying.open_drawer(marta, "change").approval is None


def test_a_grant_ends_and_what_was_withdrawn_is_gone(store: MemoryStore) -> None:
    until = store.clock.now() + timedelta(hours=2)
    grant(store, MARTA, Grant(Permission.REPORT_X, until=until), withdrawn=(Permission.REPRINT,))
    marta = signed_in(store.shop)
    assert Permission.REPORT_X in marta.permissions
    assert Permission.REPRINT not in marta.permissions
    store.clock.advance(hours=3)
    assert Permission.REPORT_X not in signed_in(store.shop).permissions


def test_a_cap_of_ones_own_counts_instead_of_the_roles(store: MemoryStore) -> None:
    lead = next(one for one in store.shop.people.sheet(EVERYTHING).roles if one.id == "shift_lead")
    store.shop.people.put_role(EVERYTHING, replace(lead, caps=(Grant(Permission.REFUND, Cap(Money(2000, "EUR"))),)))
    assert signed_in(store.shop, NINA).cap_of(Permission.REFUND).amount == Money(2000, "EUR")
    grant(store, NINA, Grant(Permission.REFUND, Cap(Money(5000, "EUR"))))
    assert signed_in(store.shop, NINA).cap_of(Permission.REFUND).amount == Money(5000, "EUR")


def test_whoever_loses_a_right_is_refused_at_the_next_verb_and_works_on_after_looking(store: MemoryStore) -> None:
    shop, marta = store.shop, signed_in(store.shop)
    order = sent_water(store, marta)
    elsewhere = store.opened_by("R2").shop
    elsewhere.people.put_members(EVERYTHING, [replace(member(store, MARTA), withdrawn=(Permission.SELL,))])
    assert refused(shop.ordering.send, marta, order).rule is Rule.RIGHTS_CHANGED
    marta = shop.access.renew(marta)
    assert refused(shop.ordering.name_guest, marta, order, "Ada").rule is Rule.NOT_ALLOWED
    elsewhere.people.put_members(EVERYTHING, [replace(member(store, MARTA), active=False)])
    assert refused(shop.ordering.send, marta, order).rule is Rule.STAFF_INACTIVE
    assert refused(shop.access.renew, marta).rule is Rule.STAFF_INACTIVE


def test_a_new_pin_signs_out_whoever_came_in_under_the_former(store: MemoryStore) -> None:
    marta = signed_in(store.shop)
    store.opened_by("R2").shop.access.set_pin(EVERYTHING, MARTA, "7352")
    assert refused(store.shop.access.renew, marta).rule is Rule.PIN_CHANGED


def test_a_changed_role_reaches_everybody_who_has_it(store: MemoryStore) -> None:
    marta = signed_in(store.shop)
    server = next(one for one in store.shop.people.sheet(EVERYTHING).roles if one.id == "server")
    less = tuple(right for right in server.permissions if right is not Permission.TAKE_PAYMENT)
    store.opened_by("R2").shop.people.put_role(EVERYTHING, replace(server, permissions=less))
    assert refused(store.shop.paying.close_free, marta, OrderId("any")).rule is Rule.RIGHTS_CHANGED
    assert Permission.TAKE_PAYMENT not in store.shop.access.renew(marta).permissions


def test_nobody_gives_what_they_do_not_have(store: MemoryStore) -> None:
    carla = signed_in(store.shop, CARLA)
    put = store.shop.people.put_members
    marta, davide = member(store, MARTA), member(store, DAVIDE)
    assert refused(put, carla, [replace(marta, roles=(RoleId("owner"),))]).rule is Rule.NOT_ALLOWED
    assert refused(put, carla, [replace(davide, active=False)]).rule is Rule.NOT_ALLOWED
    assert put(carla, [replace(marta, roles=(RoleId("shift_lead"),))])
    grant(store, CARLA, Grant(Permission.DISCOUNT, Cap(percent=Decimal(30))))
    carla = signed_in(store.shop, CARLA)
    wide = replace(member(store, MARTA), grants=(Grant(Permission.DISCOUNT, Cap(percent=Decimal(50))),))
    assert refused(put, carla, [wide]).rule is Rule.ABOVE_CAP


def test_somebody_has_to_be_able_to_look_after_people(store: MemoryStore) -> None:
    davide = member(store, DAVIDE)
    assert refused(store.shop.people.put_members, EVERYTHING, [replace(davide, active=False)]).rule is Rule.LAST_OWNER
    assert member(store, DAVIDE).active
    owner = next(one for one in store.shop.people.sheet(EVERYTHING).roles if one.id == "owner")
    less = replace(owner, permissions=(Permission.SELL,))
    assert refused(store.shop.people.put_role, EVERYTHING, less).rule is Rule.LAST_OWNER


def test_a_role_somebody_has_is_not_withdrawn(store: MemoryStore) -> None:
    assert refused(store.shop.people.withdraw_role, EVERYTHING, RoleId("kitchen")).rule is Rule.ROLE_IN_USE
    store.shop.people.put_role(EVERYTHING, Role(RoleId("trainee"), "Trainee", (Permission.SELL,)))
    assert store.shop.people.withdraw_role(EVERYTHING, RoleId("trainee")).document_id == "trainee"


def _of_the_demo() -> tuple[Role, ...]:
    return tuple(one for one in demo_files().documents if isinstance(one, Role))


@pytest.mark.parametrize("new", [_of_the_demo(), ROLES], ids=["demo", "a new store"])
def test_roles_of_an_earlier_program_gain_what_follows_from_what_they_held(new: tuple[Role, ...]) -> None:
    store = memory_store()
    documents: list[Document] = [one for one in demo_files().documents if not isinstance(one, Role)]
    documents += [
        replace(one, permissions=tuple(right for right in one.permissions if right in FIRST_EDITION), edition=0)
        for one in new
    ]
    store.shop.administration.put_documents(EVERYTHING, documents)
    assert len(bring_up_roles(store.begin)) == 6
    roles = {one.id: one for one in store.shop.people.sheet(EVERYTHING).roles}
    assert set(roles[RoleId("owner")].permissions) == set(Permission)
    for one in new:
        assert set(roles[one.id].permissions) == set(one.permissions), one.id
        assert roles[one.id].edition == EDITION
    assert bring_up_roles(store.begin) == ()


def test_what_was_taken_from_a_role_of_this_program_is_not_given_again(store: MemoryStore) -> None:
    server = next(one for one in store.shop.people.sheet(EVERYTHING).roles if one.id == "server")
    less = tuple(right for right in server.permissions if right is not Permission.USE_DRAWER)
    store.shop.people.put_role(EVERYTHING, replace(server, permissions=less))
    assert bring_up_roles(store.begin) == ()


def test_a_file_of_people_brings_them_back_as_they_are(store: MemoryStore) -> None:
    sheet = store.shop.people.sheet(EVERYTHING)
    roles = {one.id: one for one in sheet.roles}
    text = written(sheet.members, roles)
    assert not any(pin in text for pin in demo_files().pins.values())
    back = read(text, {one.id: one for one in sheet.members}, roles, "EUR")
    assert back == sheet.members
    assert store.shop.people.put_members(EVERYTHING, back) == ()


def test_a_file_is_refused_as_a_whole_with_line_and_column_of_every_flaw(store: MemoryStore) -> None:
    roles = {one.id: one for one in store.shop.people.sheet(EVERYTHING).roles}
    text = "\ufeffName;Roles;Active;Jobs\nAda;Server;yes;Cook 16,20\n;Boss;maybe;Cook x\nEve;Cashier;no;Bar 1.999\n"
    with pytest.raises(FlawedFile) as flawed:
        read(text, {}, roles, "EUR")
    found = {(one.line, one.column, one.code) for one in flawed.value.flaws}
    assert found == {
        (3, "name", "name_missing"), (3, "roles", "role_unknown"), (3, "active", "yes_or_no"), (4, "jobs", "amount"),
    }  # fmt: skip
    (ada,) = read("name,roles,jobs\nAda Byron,Server,Cook 16.20", {}, roles, "EUR")
    assert (ada.id, ada.initials, ada.jobs) == ("ada-byron", "AB", (Job("Cook", Money(1620, "EUR")),))


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=20)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(names.filter(str.strip), st.booleans(), st.integers(0, 9999)), max_size=6))
def test_any_people_survive_the_way_through_a_file(people: list[tuple[str, bool, int]]) -> None:
    roles = {RoleId("server"): Role(RoleId("server"), "Server", ())}
    members = tuple(
        StaffMember(
            StaffId(f"s{place}"), name.strip(), "XY", (RoleId("server"),), place % 10, active,
            (Job("Cook", Money(minor, "EUR") if minor else None),),
        )
        for place, (name, active, minor) in enumerate(people)
        if not name.strip().startswith("'")
    )  # fmt: skip
    assert read(written(members, roles), {one.id: one for one in members}, roles, "EUR") == members
