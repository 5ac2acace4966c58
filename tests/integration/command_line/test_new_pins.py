"""A PIN can be given anew at the machine, as after a restore on another one, where the old key is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from aura_terminal.app.opening import opened
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.store.locks import Role
from aura_terminal.store.pins import PEPPER_FILE
from tests.integration.command_line.asking import ask

MARTA = StaffId("marta-rossi")


def test_without_the_key_a_new_pin_lets_somebody_in_again(new: Path) -> None:
    (new / PEPPER_FILE).unlink()
    with opened(new, Role.TOOL) as store, pytest.raises(RuleBroken) as refused:
        store.shop.access.sign_in(MARTA, "4831")
    assert refused.value.rule is Rule.PIN_WRONG
    given = ask("pin", MARTA, "--data", new, "--json").json["pin"]
    with opened(new, Role.TOOL) as store:
        assert store.shop.access.sign_in(MARTA, given).id == MARTA


def test_a_name_nobody_has_is_told_with_those_there_are(new: Path) -> None:
    answer = ask("pin", "nobody", "--data", new)
    assert answer.code == 2
    assert "nobody called nobody" in answer.err
    assert "marta-rossi" in answer.err
