"""What a shop sets differently from the profile of its printer."""

from __future__ import annotations

import pytest

from aura_terminal.app.device_options import adapted
from aura_terminal.domain.paper import CutStyle
from devices.printers.profiles import GENERIC_80, DrawerSensor, Proof, StatusAbility


def test_a_printer_that_confirms_nothing_is_neither_asked_nor_waited_for() -> None:
    profile = adapted(GENERIC_80, (("confirm", "none"),))
    assert (profile.status, profile.proof) == (StatusAbility.NONE, Proof.NONE)
    assert profile.drawer.sensor is DrawerSensor.NONE


def test_narrower_paper_has_fewer_dots() -> None:
    profile = adapted(GENERIC_80, (("columns", "42"),))
    assert (profile.columns, profile.dots) == (42, 504)


def test_knife_and_drawer_are_as_the_shop_has_them() -> None:
    profile = adapted(GENERIC_80, (("cutter", "none"), ("drawer_pin", "5"), ("drawer_sensor", "open_low")))
    assert (profile.cutter, profile.drawer.pin, profile.drawer.sensor) == (None, 5, DrawerSensor.OPEN_LOW)
    assert adapted(profile, (("cutter", "full"),)).cutter is CutStyle.FULL


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("colour", "red"), "there is no option 'colour'"),
        (("columns", "9"), "from 16 to 64"),
        (("columns", "many"), "from 16 to 64"),
        (("cutter", "laser"), "none, full, partial"),
        (("drawer_pin", "3"), "2 or 5"),
        (("drawer_sensor", "yes"), "none, open_high, open_low"),
        (("confirm", "all"), '"none", or left out'),
    ],
)
def test_what_there_is_not_is_refused_in_words(option: tuple[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        adapted(GENERIC_80, (option,))
