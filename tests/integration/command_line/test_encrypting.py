"""`encrypt`, `decrypt` and `unlock` as processes of their own: who has the file and no key has nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from aura_terminal.app.care_notes import AT_THE_MACHINE
from aura_terminal.app.opening import opened
from aura_terminal.domain.store_care import CareAct, StoreCare
from aura_terminal.store.cipher import HEAD
from aura_terminal.store.encrypting import recovery_key
from aura_terminal.store.encryption_mark import MARK
from aura_terminal.store.folders import store_file
from aura_terminal.store.locks import Role, RoleLock
from tests.integration.command_line.asking import PATIENCE, ROOT, Answer, ask, command
from tests.support.kept_keyring import FILE

NAME = b"Margherita"  # stands in the menu of the invented restaurant


class Machine:
    """A computer with a keyring of its own, on which commands are run."""

    def __init__(self, place: Path, *, keyring: bool = True) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self.keyring = place / "keyring.json"
        backend = "tests.support.kept_keyring.KeptKeyring" if keyring else "keyring.backends.fail.Keyring"
        self._environment = os.environ | {
            "PYTHON_KEYRING_BACKEND": backend, FILE: str(self.keyring), "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    def ask(self, *arguments: object, said: str = "") -> Answer:
        """Run a command to its end."""
        ended = subprocess.run(
            command(*arguments), env=self._environment, input=said, capture_output=True, text=True, timeout=PATIENCE,
            check=False,
        )  # fmt: skip
        return Answer(ended.returncode, ended.stdout, ended.stderr)

    def kill(self, after: float, *arguments: object) -> None:
        """Run a command and kill it after so many seconds."""
        process = subprocess.Popen(
            command(*arguments), env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(after)
        process.kill()
        process.wait()

    @property
    def secrets(self) -> dict[str, str]:
        """What its keyring holds."""
        return dict(json.loads(self.keyring.read_text("utf-8"))) if self.keyring.exists() else {}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


def is_open(file: Path) -> bool:
    """Whether anybody can read a file's head and names in it."""
    content = file.read_bytes()
    return content.startswith(HEAD) or NAME in content


def files_of(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.sqlite"))


def encrypted(machine: Machine, folder: Path) -> str:
    """Encrypt; answers the recovery key."""
    answer = machine.ask("encrypt", "--json", "--data", folder)
    assert (answer.code, answer.err) == (0, "")
    return str(answer.json["recovery_key"])


def noted(folder: Path) -> set[CareAct]:
    """What a plain store says was done with it at the machine."""
    with opened(folder, Role.TOOL) as store, store.store.begin(AT_THE_MACHINE.id) as work:
        return {care.act for care in work.documents.all(StoreCare) if care.allowed.by == AT_THE_MACHINE.id}


def test_a_store_its_copies_and_what_is_sold_later_are_sealed_until_they_are_decrypted(
    machine: Machine, served: Path
) -> None:
    assert ask("backup", "--data", served).code == 0
    training = served / "training"
    training.mkdir()
    shutil.copyfile(store_file(served), store_file(training))
    assert all(map(is_open, files_of(served)))
    facts = ask("verify", "--json", "--data", served).json["facts"]
    key = encrypted(machine, served)
    assert not any(map(is_open, files_of(served)))
    assert machine.ask("simulate", "--orders", 3, "--seed", 9, "--data", served).code == 0
    assert machine.ask("backup", "--to", served.parent / "elsewhere.sqlite", "--data", served).code == 0
    assert not is_open(served.parent / "elsewhere.sqlite")
    assert "the store is encrypted, its key is in the keyring" in machine.ask("doctor", "--data", served).out
    sealed = machine.ask("verify", "--json", "--data", served)
    assert (sealed.code, sealed.json["ok"]) == (0, True)
    assert sealed.json["facts"] > facts
    again = machine.ask("encrypt", "--json", "--data", served)
    assert (again.json["changed"], again.json["recovery_key"]) == ([], key)
    (hidden,) = machine.secrets.values()
    for file in filter(Path.is_file, served.rglob("*")):
        content = file.read_bytes()
        assert bytes.fromhex(hidden) not in content, file
        assert hidden.encode() not in content, file
    plain = machine.ask("decrypt", "--json", "--data", served)
    assert (plain.code, len(plain.json["changed"]), plain.json["left"]) == (0, 3, [])
    assert all(map(is_open, files_of(served)))
    assert (machine.secrets, (served / MARK).exists()) == ({}, False)
    assert ask("verify", "--data", served).code == 0
    assert noted(served) == {CareAct.ENCRYPT, CareAct.DECRYPT}


def test_on_another_machine_it_opens_with_the_recovery_key_alone(
    machine: Machine, served: Path, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.sqlite"
    assert ask("backup", "--to", plain, "--data", served).code == 0
    key = encrypted(machine, served)
    thief, heir = Machine(tmp_path / "thief"), Machine(tmp_path / "heir")
    stolen = Path(shutil.copytree(served, tmp_path / "stolen"))
    for asked in (("verify",), ("export", tmp_path / "all.sealed"), ("decrypt",), ("restore", plain)):
        answer = thief.ask(*asked, "--data", stolen)
        assert (answer.code, "keyring of this machine does not give its key" in answer.err) == (2, True), answer
    assert not list(stolen.glob("*.restoring*"))
    assert thief.ask("unlock", "--data", stolen, said=key[5:]).code == 2
    assert thief.secrets == {}
    answer = thief.ask("unlock", "--data", stolen, said=recovery_key(bytes(32)))
    assert (answer.code, "is another store's" in answer.err) == (2, True)
    assert heir.ask("unlock", "--data", stolen, said=f"{key.lower().replace('-', ' ')}\n").code == 0
    assert heir.ask("verify", "--data", stolen).code == 0
    assert heir.ask("decrypt", "--data", stolen).code == 0
    assert noted(stolen) == {CareAct.ENCRYPT, CareAct.UNLOCK, CareAct.DECRYPT}


def test_copies_go_back_into_what_the_folder_is(machine: Machine, served: Path, tmp_path: Path) -> None:
    plain, sealed = tmp_path / "plain.sqlite", tmp_path / "sealed.sqlite"
    assert ask("backup", "--to", plain, "--data", served).code == 0
    key = encrypted(machine, served)
    assert machine.ask("backup", "--to", sealed, "--data", served).code == 0
    assert machine.ask("restore", plain, "--export", tmp_path / "since.sealed", "--data", served).code == 0
    assert not is_open(store_file(served))
    assert machine.ask("verify", "--data", served).code == 0
    fresh = tmp_path / "fresh"
    heir = Machine(tmp_path / "heir")
    assert heir.ask("unlock", "--data", fresh, said=key).code == 0
    assert heir.ask("restore", sealed, "--data", fresh).code == 0
    assert not is_open(store_file(fresh))
    assert heir.ask("verify", "--data", fresh).code == 0
    assert heir.ask("decrypt", "--data", fresh).code == 0
    assert noted(fresh) == {CareAct.ENCRYPT, CareAct.RESTORE, CareAct.DECRYPT}


def test_without_a_keyring_or_beside_a_running_terminal_nothing_changes(
    machine: Machine, served: Path, tmp_path: Path
) -> None:
    poor = Machine(tmp_path / "poor", keyring=False)
    before = store_file(served).read_bytes()
    answer = poor.ask("encrypt", "--data", served)
    assert (answer.code, "has no keyring" in answer.err) == (2, True)
    running = RoleLock(served, Role.NODE)
    running.take()
    try:
        answer = machine.ask("encrypt", "--data", served)
    finally:
        running.release()
    assert (answer.code != 0, "already runs" in answer.err) == (True, True)
    assert (store_file(served).read_bytes(), (served / MARK).exists()) == (before, False)


def test_killed_in_the_middle_it_can_be_read_and_goes_on(machine: Machine, served: Path) -> None:
    assert ask("backup", "--data", served).code == 0
    for after in (0.3, 0.5):
        machine.kill(after, "encrypt", "--data", served)
        assert machine.ask("verify", "--data", served).code == 0
    encrypted(machine, served)
    assert not any(map(is_open, files_of(served)))
    assert not list(served.rglob("*.turning"))


def test_a_turned_bit_in_any_page_is_named(machine: Machine, served: Path) -> None:
    encrypted(machine, served)
    content = bytearray(store_file(served).read_bytes())
    content[len(content) // 2] ^= 1
    store_file(served).write_bytes(content)
    assert machine.ask("verify", "--data", served).code == 1
