"""The secrets of card terminals on this machine: passphrases, passwords and keys, never in settings or the store."""

from __future__ import annotations

from pathlib import Path

from aura_terminal.app.devices import folder_of
from aura_terminal.app.machine_keys import KeyName, MachineKeys


def secret_name(reader: str) -> KeyName:
    """What the secret of a terminal is called."""
    return KeyName(f"card terminal {reader}", f"readers/{folder_of(reader)}.secret")


def read_secret(folder: Path, reader: str) -> str:
    """The secret of a terminal; "" when there is none, or none this machine can read now."""
    kept = MachineKeys(folder).read(secret_name(reader))
    return "" if kept is None else kept.decode("utf-8", "replace").strip()


def keep_secret(folder: Path, reader: str, secret: str) -> None:
    """Keep it: in the system's keyring where a real one answers, else in a private file."""
    MachineKeys(folder).keep(secret_name(reader), secret.encode())
