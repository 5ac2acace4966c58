"""Secrets of this machine, by name: in the system's keyring where a real one answers, else in a private file each.

The file is the documented fallback for machines without a desktop: mode 0600, in the data folder of mode 0700. A secret
that lies in a file stays there, so that a keyring that comes and goes never changes which secret is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aura_terminal.app.whole_files import write_whole
from aura_terminal.store.keyrings import SERVICE, trusted_keyring


@dataclass(frozen=True, slots=True)
class KeyName:
    """What a secret is called: in the keyring, and as a file of the data folder."""

    name: str
    file: str


class MachineKeys:
    """The secrets of one data folder. Nothing is read before it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, key: KeyName) -> bytes | None:
        """The secret; None when there is none, or none that this machine can read now."""
        file = self._folder / key.file
        if file.exists():
            return file.read_bytes()
        from keyring.errors import KeyringError

        keyring = trusted_keyring()
        try:
            kept = keyring.get_password(SERVICE, key.name) if keyring else None
        except KeyringError:
            return None
        return None if kept is None else bytes.fromhex(kept)

    def keep(self, key: KeyName, secret: bytes) -> None:
        """Keep a secret in the place of the one before; on the disk, or in the keyring, when this returns."""
        from keyring.errors import KeyringError

        keyring = trusted_keyring()
        if keyring is not None and not (self._folder / key.file).exists():
            try:
                keyring.set_password(SERVICE, key.name, secret.hex())
            except KeyringError:
                keyring = None
            else:
                return
        write_private(self._folder / key.file, secret)

    def forget(self, key: KeyName) -> None:
        """Take a secret away; nothing happens where there is none."""
        from keyring.errors import KeyringError, PasswordDeleteError

        (self._folder / key.file).unlink(missing_ok=True)
        keyring = trusted_keyring()
        try:
            if keyring is not None and keyring.get_password(SERVICE, key.name) is not None:
                keyring.delete_password(SERVICE, key.name)
        except (KeyringError, PasswordDeleteError):
            return


def write_private(file: Path, content: bytes) -> None:
    """Put a file in place whole and on the disk, readable by its owner alone."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(file, content)
