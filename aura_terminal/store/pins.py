"""PIN verifiers: argon2id over a keyed digest, so that a stolen file alone is useless (reliability page, section 7)."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.domain.ids import StaffId, ValueAccountId
from aura_terminal.domain.telling import told
from aura_terminal.domain.value_numbers import number_from
from aura_terminal.store.errors import Refused
from aura_terminal.store.keyrings import SERVICE, trusted_keyring

if TYPE_CHECKING:
    from argon2 import PasswordHasher

PEPPER_BYTES = 32
PEPPER_FILE = "pepper"
SALT_BYTES, TAG_BYTES = 16, 32


@dataclass(frozen=True, slots=True)
class Cost:
    """What one check costs: memory in KiB, passes over it, lanes."""

    memory: int
    passes: int
    lanes: int = 1


LIGHT = Cost(19 * 1024, 2)
"""OWASP's minimum."""
USUAL = Cost(46 * 1024, 1)
"""What a PIN costs, at every terminal alike: verifiers travel, and a badge's name follows from it."""


class Argon2Vault:
    """The PinVault port. The library is loaded at the first PIN."""

    def __init__(self, pepper: Callable[[], bytes], cost: Cost = USUAL) -> None:
        self._pepper_source = pepper
        self._pepper: bytes | None = None
        self._cost = cost
        self._nobodys: str | None = None

    def seal(self, staff_id: StaffId, pin: str) -> str:
        return self._hasher().hash(self._keyed(staff_id, pin))

    def matches(self, staff_id: StaffId, pin: str, verifier: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        hasher = self._hasher()
        try:
            hasher.verify(verifier or self._nobodys_verifier(), self._keyed(staff_id, pin))
        except (VerificationError, InvalidHashError):
            return False
        return bool(verifier)

    def value_number(self, account_id: ValueAccountId, issue: int) -> str:
        return number_from(self._keyed(StaffId("value number"), f"{account_id} {issue}"))

    def name_badge(self, code: str) -> str:
        """As the port says: the salt follows from the key, so that a badge can be found by its name."""
        from argon2.low_level import Type, hash_secret_raw

        digest = self._keyed(StaffId("badge"), code)
        salt = self._keyed(StaffId("badge salt"), "")[:SALT_BYTES]
        cost = self._cost
        return hash_secret_raw(digest, salt, cost.passes, cost.memory, cost.lanes, TAG_BYTES, Type.ID).hex()

    def _keyed(self, staff_id: StaffId, pin: str) -> bytes:
        if self._pepper is None:
            self._pepper = self._pepper_source()
        return hmac.digest(self._pepper, f"{staff_id}\0{pin}".encode(), "sha256")

    def _nobodys_verifier(self) -> str:
        """What somebody without a PIN is checked against, so that the answer takes as long as any other."""
        if self._nobodys is None:
            self._nobodys = self._hasher().hash(secrets.token_bytes(PEPPER_BYTES))
        return self._nobodys

    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        cost = self._cost
        return PasswordHasher(cost.passes, cost.memory, cost.lanes, hash_len=TAG_BYTES, salt_len=SALT_BYTES)


def pepper_of(folder: Path, store_id: str) -> bytes:
    """This machine's key for a store: from the system's keyring where a real one answers, else from a private file."""
    file = folder / PEPPER_FILE
    if file.exists():
        return _pepper_in(file)
    return _pepper_in_keyring(store_id) or _new_pepper_file(file)


def _pepper_in_keyring(store_id: str) -> bytes | None:
    """The key kept in the keyring, made there if need be; None where there is no keyring to be trusted."""
    import keyring
    from keyring.errors import KeyringError

    if trusted_keyring() is None:
        return None
    try:
        known = keyring.get_password(SERVICE, f"pepper:{store_id}")
        if known is None:
            known = secrets.token_hex(PEPPER_BYTES)
            keyring.set_password(SERVICE, f"pepper:{store_id}", known)
    except KeyringError:
        return None
    return bytes.fromhex(known)


def _pepper_in(file: Path) -> bytes:
    pepper = file.read_bytes()
    if len(pepper) != PEPPER_BYTES:
        raise Refused(
            told(
                "{file} is not the key it was; restore it from a backup of this machine, or set every PIN anew.",
                file=file,
            )
        )
    return pepper


def _new_pepper_file(file: Path) -> bytes:
    """Make the key and have it on the disk before it is used."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pepper = secrets.token_bytes(PEPPER_BYTES)
    unfinished = file.with_suffix(".tmp")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, pepper)
        os.fsync(handle)
    finally:
        os.close(handle)
    unfinished.replace(file)
    return pepper
