"""`encrypt`, `decrypt` and `unlock`: a store that only who has its key can read."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from aura_terminal.app.care_notes import note_at_the_machine
from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, FOUND_SOMETHING, Call, WrongUse
from aura_terminal.domain.store_care import CareAct
from aura_terminal.store import encrypting
from aura_terminal.store.encrypting import Encrypted
from aura_terminal.store.folders import store_file

RECOVERY = (
    "Recovery key: {key}\nWrite it down and keep it away from this machine. Who has it can read the store and its "
    "copies; without it they can be read on this machine alone."
)


def encrypt(call: Call) -> int:
    """Encrypt the store and its copies; said again, it goes on where it was cut off. 1 where a file was left plain."""
    _must_have_a_store(call.folder)
    done = encrypting.encrypt(call.folder)
    note_at_the_machine(call.folder, CareAct.ENCRYPT, SystemClock(), SystemIds())
    said = f"Encrypted: {len(done.changed)} files. The key is in the keyring of this machine.\n"
    return _report(call, done, said + RECOVERY.format(key=done.recovery_key), "Left as they are, they cannot be read: ")


def decrypt(call: Call) -> int:
    """Make plain files of the store and its copies again; 1 where a file was left encrypted."""
    _must_have_a_store(call.folder)
    done = encrypting.decrypt(call.folder)
    note_at_the_machine(call.folder, CareAct.DECRYPT, SystemClock(), SystemIds())
    said = f"Decrypted: {len(done.changed)} files. Copies elsewhere still ask for this key: {done.recovery_key}"
    return _report(call, done, said, "Left encrypted, with the key in the keyring, for they cannot be read: ")


def unlock(call: Call) -> int:
    """Give the keyring of this machine the key of an encrypted store."""
    asked = getpass.getpass("Recovery key: ") if sys.stdin.isatty() else sys.stdin.readline()
    if not asked.strip():
        raise WrongUse("Type the recovery key, or give it on standard input: 14 groups of four letters and digits.")
    encrypting.unlock(call.folder, asked)
    if store_file(call.folder).exists():
        note_at_the_machine(call.folder, CareAct.UNLOCK, SystemClock(), SystemIds())
    call.report({"unlocked": str(call.folder)}, "The keyring of this machine has the key of the store.")
    return FINE


def _must_have_a_store(folder: Path) -> None:
    if not store_file(folder).exists():
        raise WrongUse(f"There is no store in {folder}; set this terminal up first. Nothing was changed.")


def _report(call: Call, done: Encrypted, said: str, of_the_left: str) -> int:
    left = [str(file) for file in done.left]
    plain = {"changed": [str(file) for file in done.changed], "left": left, "recovery_key": done.recovery_key}
    call.report(plain, said + (f"\n{of_the_left}{', '.join(left)}" if left else ""))
    return FOUND_SOMETHING if left else FINE
