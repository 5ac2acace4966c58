"""PINs nobody would guess, waits that grow, and rights that are held or not."""

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import (
    OVERRIDING,
    Actor,
    Permission,
    PinSet,
    PinTried,
    SignedIn,
    SignedOut,
    StaffAccess,
    check_new_pin,
    wait_seconds,
)

SERVER = frozenset({Permission.SELL, Permission.SEND})
MARTA = StaffId("marta")


@pytest.mark.parametrize("pin", ["4831", "72950", "483916", "90417", "20260415"])
def test_a_pin_that_is_not_obvious_is_accepted(pin: str) -> None:
    check_new_pin(pin, SERVER)


@pytest.mark.parametrize(
    "pin",
    [
        *("", "123", "123456789", "483916257", "12a4", "1 34", "٤٨٣١", "-123", "12.4"),
        *("0000", "7777", "77777", "888888", "1234", "2345", "6789", "4321", "9876", "987654", "01234567"),
        *("1212", "4545", "7474", "123123", "696969", "48314831", "1122", "2580", "112233"),
        *("1984", "1999", "2001", "2026"),
    ],
)
def test_a_pin_anybody_would_guess_is_refused(pin: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_new_pin(pin, SERVER)
    assert refused.value.rule is Rule.PIN_TOO_SIMPLE
    assert refused.value.details == {"shortest": 4}


@pytest.mark.parametrize("right", sorted(OVERRIDING))
def test_who_may_act_for_others_needs_six_digits(right: Permission) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_new_pin("48391", SERVER | {right})
    assert refused.value.details == {"shortest": 6}
    check_new_pin("483916", SERVER | {right})


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [(0, 0), (4, 0), (5, 30), (7, 30), (8, 300), (9, 300), (10, 1800), (1000, 1800)],
)
def test_waits_grow_with_wrong_tries(tries: int, seconds: int) -> None:
    assert wait_seconds(tries) == seconds


def test_tries_count_until_a_sign_in_or_a_new_pin() -> None:
    access = StaffAccess(MARTA)
    for last in (SignedIn(MARTA, "R1"), PinSet(MARTA, "verifier")):
        access.apply(PinTried(MARTA, "R1"))
        access.apply(PinTried(MARTA, "R2"))
        assert access.failed_tries == 2
        access.apply(last)
        assert access.failed_tries == 0
    assert access.verifier == "verifier"
    assert access.signed_in_on == {"R1"}
    access.apply(SignedOut(MARTA, "R1"))
    assert access.signed_in_on == set()
    with pytest.raises(TypeError):
        access.apply("signed in")


def test_what_is_not_granted_is_not_allowed() -> None:
    marta = Actor(MARTA, "Marta", SERVER)
    marta.must(Permission.SELL)
    with pytest.raises(RuleBroken) as refused:
        marta.must(Permission.CLOSE_DAY)
    assert refused.value.details == {"permission": "close_day", "who": "Marta"}
