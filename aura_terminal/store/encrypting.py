"""Encrypts a terminal's store with all its copies, and takes that back; a file at a time, each whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from aura_terminal.domain.telling import told
from aura_terminal.store import cipher
from aura_terminal.store.encryption_mark import KEY_PREFIX, MARK, key_name_of
from aura_terminal.store.errors import Refused, StoreUnavailable, Trouble, Unreadable, disk_in_words
from aura_terminal.store.files import replaced_whole, sync_folder
from aura_terminal.store.folders import BACKUPS, FILE_NAME, QUARANTINE, store_file
from aura_terminal.store.keyrings import SERVICE, trusted_keyring
from aura_terminal.store.locks import Role, RoleLock
from aura_terminal.store.migrations.steps import schema_of
from aura_terminal.store.turning import turn

CHECK_BYTES, GROUP = 3, 4
_NO_KEYRING = told(
    "this machine has no keyring that could hold the key, and beside the store it would protect nothing. Sign in to a "
    "desktop with a keyring (GNOME Keyring, KWallet), or encrypt the disk instead. Nothing was changed."
)


@dataclass(frozen=True, slots=True)
class Encrypted:
    """What was done: the files that were changed, those that could not be, and the key as people keep it."""

    changed: tuple[Path, ...]
    left: tuple[Path, ...]
    recovery_key: str


def encrypt(folder: Path) -> Encrypted:
    """Encrypt the store of a folder and every copy in it, under a key that this machine's keyring keeps.

    Repeating it goes on where it was cut off, and says the same recovery key again. Refused while the terminal runs,
    and without a keyring.
    """
    with _alone(folder):
        key = _key_of(folder) or _new_key(folder)
        cipher.use_key(key)
        changed, left = _turned(folder, encrypted=True)
    return Encrypted(changed, left, recovery_key(key))


def decrypt(folder: Path) -> Encrypted:
    """Make plain files of the store of a folder and of every copy in it again; the keyring forgets the key last.

    Where a file is left that could not be turned (a damaged one), key and mark stay. Refused while the terminal runs.
    """
    with _alone(folder):
        key = _key_of(folder)
        if key is None:
            raise Refused(told("the store in {folder} is not encrypted; nothing was changed.", folder=folder))
        cipher.use_key(key)
        changed, left = _turned(folder, encrypted=False)
        if not left:
            _forget(folder)
    return Encrypted(changed, left, recovery_key(key))


def unlock(folder: Path, said: str) -> None:
    """Give this machine's keyring the key of a store that another machine, or another user, encrypted.

    Where nothing is encrypted here yet, copies of such a store can be restored afterwards. Refused for a key that was
    mistyped, or that does not open what lies here.
    """
    key = key_in(said)
    with _alone(folder):
        for file in _files(folder):
            if not cipher.is_plain(file):
                _must_open(file, key)
        keyring_name = key_name_of(folder) or _fresh_name()
        _keep(keyring_name, key)
        _mark(folder, keyring_name)
    cipher.use_key(key)


def recovery_key(key: bytes) -> str:
    """A key as people write it down: 14 groups of four letters and digits, the last of which tell a slip of the pen."""
    text = base64.b32encode(key + hashlib.sha256(key).digest()[:CHECK_BYTES]).decode()
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def key_in(said: str) -> bytes:
    """The key that somebody wrote down, however they parted the groups; Refused where it was mistyped."""
    letters = "".join(letter for letter in said.upper() if letter.isalnum()).translate(str.maketrans("01", "OI"))
    try:
        read = base64.b32decode(letters)
    except ValueError:
        read = b""
    key, check = read[: cipher.KEY_BYTES], read[cipher.KEY_BYTES :]
    if len(read) != cipher.KEY_BYTES + CHECK_BYTES or hashlib.sha256(key).digest()[:CHECK_BYTES] != check:
        raise Refused(
            told(
                "that is no recovery key: it has 14 groups of four letters and digits, and one of them was mistyped "
                "or left out. Nothing was changed."
            )
        )
    return key


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No process of the terminal runs meanwhile; Refused where one does."""
    if not cipher.can_encrypt():
        raise Refused(told("this program was begun without SQLCipher; run aura-terminal encrypt as its own command."))
    with ExitStack() as held, disk_in_words(folder):
        for role in (Role.SCREEN, Role.NODE):
            lock = RoleLock(folder, role)
            lock.take()
            held.callback(lock.release)
        yield


def _key_of(folder: Path) -> bytes | None:
    """The key of a folder that is marked; Refused where the keyring does not give it."""
    name = key_name_of(folder)
    return None if name is None else cipher.key_called(name, store_file(folder))


def _new_key(folder: Path) -> bytes:
    key, name = secrets.token_bytes(cipher.KEY_BYTES), _fresh_name()
    _keep(name, key)
    _mark(folder, name)
    return key


def _fresh_name() -> str:
    return f"{KEY_PREFIX}{secrets.token_hex(8)}"


def _keep(name: str, key: bytes) -> None:
    """In the keyring, and read back from it, before anything depends on it."""
    from keyring.errors import KeyringError

    keyring = trusted_keyring()
    if keyring is None:
        raise Refused(_NO_KEYRING)
    try:
        keyring.set_password(SERVICE, name, key.hex())
    except KeyringError as error:
        raise Refused(told("the keyring took no key ({error}). Nothing was changed.", error=error)) from error
    if cipher.kept_key(name) != key:
        raise Refused(told("the keyring does not give back what it was given. Nothing was changed."))


def _forget(folder: Path) -> None:
    from keyring.errors import KeyringError

    mark, keyring, name = folder / MARK, trusted_keyring(), key_name_of(folder)
    mark.unlink(missing_ok=True)
    sync_folder(folder)
    cipher.use_key(None)
    try:
        if keyring is not None and name is not None:
            keyring.delete_password(SERVICE, name)
    except KeyringError:
        return  # a key that opens nothing any more may stay


def _mark(folder: Path, name: str) -> None:
    if not (folder / MARK).exists():
        with replaced_whole(folder / MARK) as file:
            file.write(f"{name}\n".encode())


def _files(folder: Path) -> Sequence[Path]:
    """The store, then every copy, a training store, and what was put aside."""
    rooms = (folder / BACKUPS).glob("*.sqlite"), folder.glob(f"*/{FILE_NAME}"), (folder / QUARANTINE).glob("*/*.sqlite")
    return [file for file in (store_file(folder), *(one for room in rooms for one in sorted(room))) if file.exists()]


def _turned(folder: Path, *, encrypted: bool) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Every file that was turned, and those that could not be read; trouble with the store's own file is raised."""
    changed, left = [], []
    for file in _files(folder):
        if cipher.is_plain(file) is not encrypted:
            continue
        try:
            turn(file, encrypted=encrypted)
        except StoreUnavailable as trouble:
            if file == store_file(folder) or trouble.trouble not in (Trouble.DAMAGED, Trouble.REFUSED):
                raise
            left.append(file)
        else:
            changed.append(file)
    return tuple(changed), tuple(left)


def _must_open(file: Path, key: bytes) -> None:
    """Refused where an encrypted file is not to be opened with this key."""
    raw = cipher.open_file(file, "immutable=1", key=key)
    try:
        schema_of(raw, file)
    except Unreadable as error:
        hint = told("that key does not open {file}; it is another store's. Nothing was changed.", file=file)
        raise Refused(hint) from error
    finally:
        raw.close()
