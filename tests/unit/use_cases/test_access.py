"""Who may stand at a terminal: PINs, waits that survive a restart, approvals and who may set whose PIN."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import Permission, PinTried, StaffMember
from aura_terminal.use_cases.access import Access
from tests.support.memory_shop import MemoryStore, MemoryVault, demo_files, demo_store, signed_in

MARTA, CARLA, DAVIDE = StaffId("marta-rossi"), StaffId("carla-lombardi"), StaffId("davide-greco")


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def refusal(act: Callable[[], object]) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value


def wrong(store: MemoryStore, times: int = 1) -> RuleBroken:
    for _ in range(times - 1):
        refusal(lambda: store.shop.access.sign_in(MARTA, "0000"))
    return refusal(lambda: store.shop.access.sign_in(MARTA, "0000"))


def test_the_right_pin_signs_in_with_the_rights_of_all_roles(store: MemoryStore) -> None:
    tom = signed_in(store.shop, "tom-richter")
    assert tom.name == "Tom Richter"
    assert {Permission.SELL, Permission.REPORT_X} <= tom.permissions
    assert Permission.CLOSE_DAY not in tom.permissions


def test_the_fifth_eighth_and_tenth_wrong_pin_lock_longer(store: MemoryStore) -> None:
    said = []
    for _ in range(11):
        refused = wrong(store)
        said.append((refused.rule, refused.details.get("seconds", 0)))
        store.clock.advance(minutes=31)
    assert said == [
        *[(Rule.PIN_WRONG, 0)] * 4,
        *[(Rule.PIN_LOCKED, 30)] * 3,
        *[(Rule.PIN_LOCKED, 300)] * 2,
        *[(Rule.PIN_LOCKED, 1800)] * 2,
    ]


def test_a_locked_pad_tries_no_pin_and_counts_none(store: MemoryStore) -> None:
    wrong(store, 5)
    facts = len(store.journal.entries)
    refused = refusal(lambda: signed_in(store.shop))
    assert (refused.rule, refused.details["seconds"]) == (Rule.PIN_LOCKED, 30)
    assert len(store.journal.entries) == facts
    store.clock.advance(seconds=29)
    assert refusal(lambda: signed_in(store.shop)).rule is Rule.PIN_LOCKED
    store.clock.advance(seconds=1)
    assert signed_in(store.shop).id == MARTA
    assert wrong(store).rule is Rule.PIN_WRONG


def test_setting_the_clock_does_not_shorten_a_wait(store: MemoryStore) -> None:
    wrong(store, 5)
    store.clock.set(store.clock.now().replace(year=2030))
    assert refusal(lambda: signed_in(store.shop)).rule is Rule.PIN_LOCKED


def test_a_restart_does_not_shorten_a_wait(store: MemoryStore) -> None:
    for _ in range(10):
        wrong(store)
        store.clock.advance(minutes=31)
    again = Access(store.begin, MemoryVault(), store.clock, store.shop.terminal)
    refused = refusal(lambda: again.sign_in(MARTA, "4831"))
    assert (refused.rule, refused.details["seconds"]) == (Rule.PIN_LOCKED, 1800)


def test_a_try_is_kept_before_it_is_known_to_be_wrong(store: MemoryStore) -> None:
    class Dead(MemoryVault):
        """A vault during whose check the power goes."""

        def matches(self, staff_id: StaffId, pin: str, verifier: str) -> bool:
            raise KeyboardInterrupt

    access = Access(store.begin, Dead(), store.clock, store.shop.terminal)
    with pytest.raises(KeyboardInterrupt):
        access.sign_in(MARTA, "0000")
    assert isinstance(store.journal.entries[-1].fact, PinTried)


def test_one_persons_lock_is_not_anothers(store: MemoryStore) -> None:
    wrong(store, 5)
    assert signed_in(store.shop, "luca-bianchi").name == "Luca Bianchi"


def test_an_approval_names_who_when_and_why(store: MemoryStore) -> None:
    approval = store.shop.access.approve(CARLA, "483916", Permission.VOID_SENT, "burnt")
    assert (approval.by, approval.at, approval.purpose) == (CARLA, store.clock.now(), "burnt")


def test_a_right_pin_without_the_right_is_no_wrong_try(store: MemoryStore) -> None:
    for _ in range(6):
        refused = refusal(lambda: store.shop.access.approve(MARTA, "4831", Permission.VOID_SENT, "burnt"))
        assert refused.rule is Rule.NOT_ALLOWED
    assert signed_in(store.shop).id == MARTA


def test_a_new_pin_ends_a_lock(store: MemoryStore) -> None:
    wrong(store, 5)
    carla = signed_in(store.shop, "carla-lombardi")
    store.shop.access.set_pin(carla, MARTA, "7306")
    assert store.shop.access.sign_in(MARTA, "7306").id == MARTA


@pytest.mark.parametrize(("staff_id", "pin"), [(MARTA, "1234"), (MARTA, "1984"), (CARLA, "4839")])
def test_a_pin_too_simple_for_its_owner_is_refused(store: MemoryStore, staff_id: StaffId, pin: str) -> None:
    carla = signed_in(store.shop, "carla-lombardi")
    assert refusal(lambda: store.shop.access.set_pin(carla, staff_id, pin)).rule is Rule.PIN_TOO_SIMPLE


def test_nobody_sets_the_pin_of_somebody_with_more_rights(store: MemoryStore) -> None:
    marta, carla, davide = (signed_in(store.shop, name) for name in (MARTA, CARLA, DAVIDE))
    assert refusal(lambda: store.shop.access.set_pin(marta, MARTA, "7306")).rule is Rule.NOT_ALLOWED
    refused = refusal(lambda: store.shop.access.set_pin(carla, DAVIDE, "730641"))
    assert refused.details == {"permission": "export", "who": "Carla Lombardi"}
    store.shop.access.set_pin(davide, CARLA, "730641")
    store.shop.access.set_pin(carla, CARLA, "730642")


def test_who_left_the_shop_cannot_sign_in(store: MemoryStore) -> None:
    davide = signed_in(store.shop, "davide-greco")
    with store.begin(davide.id) as work:
        marta = work.documents.get(StaffMember, MARTA)
    store.shop.administration.put_documents(davide, [replace(marta, active=False)])
    assert refusal(lambda: signed_in(store.shop)).rule is Rule.STAFF_INACTIVE


def test_signing_out_is_kept(store: MemoryStore) -> None:
    marta = signed_in(store.shop)
    store.shop.access.sign_out(marta)
    assert store.journal.access(MARTA).signed_in_on == set()


def test_who_shows_who_they_are_for_an_act_of_their_own_tried_rightly_and_stands_nowhere(store: MemoryStore) -> None:
    wrong(store, 2)
    assert store.shop.access.identify(MARTA, "4831").id == MARTA
    access = store.journal.access(MARTA)
    assert (access.failed_tries, access.signed_in_on) == (0, set())


def test_who_set_their_own_pin_stays_and_whose_pin_somebody_else_set_does_not(store: MemoryStore) -> None:
    carla, davide = (signed_in(store.shop, name) for name in (CARLA, DAVIDE))
    store.shop.access.set_pin(carla, CARLA, "730642")
    assert store.shop.access.renew(carla).id == CARLA
    store.shop.access.set_pin(davide, CARLA, "730641")
    assert refusal(lambda: store.shop.access.renew(carla)).rule is Rule.PIN_CHANGED
    store.shop.access.sign_out(carla)
    assert store.shop.access.renew(carla).id == CARLA


def test_whose_pin_somebody_else_sets_just_after_they_came_does_not_stay(store: MemoryStore) -> None:
    access = Access(store.begin, MemoryVault(), store.clock, store.shop.terminal)
    carla, davide = access.sign_in(CARLA, demo_files().pins[CARLA]), signed_in(store.shop, DAVIDE)
    store.shop.access.set_pin(davide, CARLA, "730642")
    assert refusal(lambda: access.renew(carla)).rule is Rule.PIN_CHANGED
