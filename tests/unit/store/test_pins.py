"""What makes a stolen file useless for guessing PINs."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from aura_terminal.domain.ids import StaffId
from aura_terminal.store.errors import Refused
from aura_terminal.store.pins import PEPPER_BYTES, USUAL, Argon2Vault, Cost, pepper_of

CHEAP = Cost(64, 1)
ANA, BEN = StaffId("ana"), StaffId("ben")


@pytest.fixture
def vault() -> Argon2Vault:
    return Argon2Vault(lambda: b"p" * PEPPER_BYTES, CHEAP)


def test_the_right_pin_matches_and_a_wrong_one_does_not(vault: Argon2Vault) -> None:
    verifier = vault.seal(ANA, "4711")
    assert vault.matches(ANA, "4711", verifier)
    assert not vault.matches(ANA, "4712", verifier)


def test_a_verifier_is_good_for_its_owner_only(vault: Argon2Vault) -> None:
    assert not vault.matches(BEN, "4711", vault.seal(ANA, "4711"))


def test_a_stolen_file_is_useless_without_the_machines_key(vault: Argon2Vault) -> None:
    elsewhere = Argon2Vault(lambda: b"q" * PEPPER_BYTES, CHEAP)
    assert not elsewhere.matches(ANA, "4711", vault.seal(ANA, "4711"))


def test_the_same_pin_is_never_sealed_alike(vault: Argon2Vault) -> None:
    assert vault.seal(ANA, "4711") != vault.seal(ANA, "4711")


@pytest.mark.parametrize("verifier", ["", "not a verifier"])
def test_nobody_gets_in_without_a_verifier(vault: Argon2Vault, verifier: str) -> None:
    assert not vault.matches(ANA, "4711", verifier)


def test_somebody_without_a_pin_costs_a_whole_check(vault: Argon2Vault) -> None:
    vault.matches(ANA, "4711", "")
    assert vault._nobodys is not None
    assert vault._nobodys.startswith("$argon2id$")


def test_the_default_cost_is_the_one_decided(vault: Argon2Vault) -> None:
    assert (USUAL.memory, USUAL.passes, USUAL.lanes) == (46 * 1024, 1, 1)
    assert f"m={CHEAP.memory},t={CHEAP.passes},p=1" in vault.seal(ANA, "4711")


def test_a_verifier_made_at_another_cost_still_opens() -> None:
    verifier = Argon2Vault(lambda: bytes(PEPPER_BYTES), Cost(128, 2)).seal(ANA, "4711")
    assert Argon2Vault(lambda: bytes(PEPPER_BYTES)).matches(ANA, "4711", verifier)
    assert not Argon2Vault(lambda: bytes(PEPPER_BYTES)).matches(ANA, "4712", verifier)


class Keyring(KeyringBackend):
    """A keyring in memory."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library is not typed here
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def no_keyring() -> object:
    from keyring.backends.fail import Keyring as Fail

    before = keyring.get_keyring()
    keyring.set_keyring(Fail())  # type: ignore[no-untyped-call]  # the library is not typed here
    yield
    keyring.set_keyring(before)


@pytest.fixture
def real_keyring() -> object:
    before, ours = keyring.get_keyring(), Keyring()
    keyring.set_keyring(ours)
    yield ours
    keyring.set_keyring(before)


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_the_key_is_a_private_file(tmp_path: Path) -> None:
    pepper = pepper_of(tmp_path, "s")
    assert len(pepper) == PEPPER_BYTES
    assert pepper_of(tmp_path, "s") == pepper
    assert (tmp_path / "pepper").stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("no_keyring")
def test_a_key_cut_short_is_refused_rather_than_replaced(tmp_path: Path) -> None:
    (tmp_path / "pepper").write_bytes(b"short")
    with pytest.raises(Refused, match="pepper"):
        pepper_of(tmp_path, "s")


def test_a_real_keyring_keeps_the_key_and_no_file_is_made(tmp_path: Path, real_keyring: Keyring) -> None:
    pepper = pepper_of(tmp_path, "s")
    assert pepper_of(tmp_path, "s") == pepper
    assert pepper_of(tmp_path, "other") != pepper
    assert list(tmp_path.iterdir()) == []
    assert len(real_keyring.kept) == 2
