"""Signing in and allowing by a badge."""

import pytest

from aura_terminal.domain.badges import Badge, check_badge
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import Actor, Permission
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

MARTA, LUCA, NINA = StaffId("marta-rossi"), StaffId("luca-bianchi"), StaffId("nina-vogel")


@pytest.fixture
def store() -> MemoryStore:
    store = demo_store()
    store.shop.badges.give(EVERYTHING, MARTA, "0042-7788")
    return store


def refusal(store: MemoryStore, code: str) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        store.shop.badges.sign_in(code)
    return refused.value


def test_a_badge_signs_in_with_what_the_roles_allow(store: MemoryStore) -> None:
    by_badge = store.shop.badges.sign_in("0042-7788")
    assert by_badge == signed_in(store.shop, MARTA)


def test_nothing_of_what_a_badge_says_is_kept(store: MemoryStore) -> None:
    kept = [document for document in store.journal.documents.values() if isinstance(document, Badge)]
    assert [badge.staff_id for badge in kept] == [MARTA]
    assert "0042" not in repr(kept)


def test_a_strange_badge_is_refused_and_strange_ones_in_a_row_have_to_wait(store: MemoryStore) -> None:
    assert [refusal(store, f"badge-{number}").rule for number in range(4)] == [Rule.BADGE_UNKNOWN] * 4
    locked = refusal(store, "badge-5")
    assert (locked.rule, locked.details["seconds"]) == (Rule.PIN_LOCKED, 30)
    assert refusal(store, "0042-7788").rule is Rule.PIN_LOCKED
    store.clock.advance(seconds=31)
    assert store.shop.badges.sign_in("0042-7788").id == MARTA


@pytest.mark.parametrize(
    "code",
    ["4111111111111111", "4111 1111 1111 1111", "4111111111111111=29121010000000000", "B4111111111111111^DOE/J^2912"],
)
def test_a_bank_card_is_refused_and_never_kept(store: MemoryStore, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        store.shop.badges.give(EVERYTHING, LUCA, code)
    assert refused.value.rule is Rule.BADGE_IS_CARD
    assert "4111" not in str(refused.value)
    assert refusal(store, code).rule is Rule.BADGE_IS_CARD


@pytest.mark.parametrize("code", ["", "123", "x" * 129, "12\x0034"])
def test_what_says_too_little_or_cannot_be_read_is_no_badge(code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_badge(code)
    assert refused.value.rule is Rule.BADGE_UNREADABLE


def test_a_badge_belongs_to_one_person(store: MemoryStore) -> None:
    with pytest.raises(RuleBroken) as refused:
        store.shop.badges.give(EVERYTHING, LUCA, "0042-7788")
    assert (refused.value.rule, refused.value.details["who"]) == (Rule.BADGE_TAKEN, "Marta Rossi")


def test_a_new_badge_makes_the_old_one_good_for_nothing(store: MemoryStore) -> None:
    store.shop.badges.give(EVERYTHING, MARTA, "0099-1111")
    assert refusal(store, "0042-7788").rule is Rule.BADGE_UNKNOWN
    assert store.shop.badges.sign_in("0099-1111").id == MARTA
    store.shop.badges.take_back(EVERYTHING, MARTA)
    assert refusal(store, "0099-1111").rule is Rule.BADGE_UNKNOWN


def test_badges_are_given_by_who_may_manage_staff_and_to_nobody_with_more_rights(store: MemoryStore) -> None:
    server = signed_in(store.shop, MARTA)
    with pytest.raises(RuleBroken) as refused:
        store.shop.badges.give(server, LUCA, "0099-1111")
    assert refused.value.rule is Rule.NOT_ALLOWED
    lesser = Actor(StaffId("boss"), "Boss", frozenset({Permission.MANAGE_STAFF, Permission.SELL}))
    with pytest.raises(RuleBroken) as other:
        store.shop.badges.give(lesser, NINA, "0099-1111")
    assert other.value.rule is Rule.NOT_ALLOWED


def test_a_badge_allows_what_its_owner_may_allow(store: MemoryStore) -> None:
    store.shop.badges.give(EVERYTHING, NINA, "0055-2222")
    approval = store.shop.badges.approve("0055-2222", Permission.VOID_SENT, "burnt")
    assert (approval.by, approval.purpose) == (NINA, "burnt")
    with pytest.raises(RuleBroken) as refused:
        store.shop.badges.approve("0042-7788", Permission.VOID_SENT, "burnt")
    assert refused.value.rule is Rule.NOT_ALLOWED
