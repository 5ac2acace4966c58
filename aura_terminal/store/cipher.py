"""How a file of the store is opened: as it lies there, or through SQLCipher with the key this machine keeps.

Each file says by its first bytes whether it is encrypted, so a folder may hold both; new ones are where the folder is
marked. Pages are encrypted with AES-256 and carry an HMAC each (zetetic.net/sqlcipher/design), so that a page that was
altered cannot be read; the key is 32 bytes drawn by lot, given as they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aura_terminal.domain.telling import told
from aura_terminal.store.driver import RawConnection, sqlite
from aura_terminal.store.encryption_mark import SQLCIPHER, key_name_of
from aura_terminal.store.errors import Refused
from aura_terminal.store.keyrings import SERVICE, trusted_keyring

KEY_BYTES = 32
MEMORY = ":memory:"
HEAD = b"SQLite format 3\0"
"""What a file begins with that is not encrypted (sqlite.org/fileformat2.html, section 1.3)."""


class _Keys:
    """The key of the folder this process works on, asked for when the first encrypted file is opened."""

    folder: Path | None = None
    key: bytes | None = None


def use_keys_of(folder: Path) -> None:
    """From here on this process opens encrypted files with the key of this folder."""
    _Keys.folder, _Keys.key = folder, None


def use_key(key: bytes | None) -> None:
    """From here on this process opens encrypted files with this key; with none, it makes no more of them."""
    _Keys.key = key
    if key is None:
        _Keys.folder = None


def is_plain(file: Path) -> bool:
    """Whether a file is there that can be read without a key."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(HEAD)) == HEAD
    except OSError:
        return False


def open_file(
    file: Path, how: str = "", *, plain: bool = False, key: bytes | None = None, **options: Any
) -> RawConnection:
    """A connection of the driver that begins and ends no transaction by itself.

    `how` is what follows the question mark of SQLite's URI. A file that is made by this is encrypted where the folder
    of this process is marked, unless it is to be `plain`; `key` stands in for the key of this process. What the driver
    raises comes as it is; Refused without the key.
    """
    address = f"{file.resolve().as_uri()}?{how}" if how else str(file)
    if key is None and not plain and str(file) != MEMORY and not is_plain(file):
        key = _key(file)
    raw = sqlite.connect(address, uri=bool(how), isolation_level=None, **options)
    if key is not None:
        raw.execute("PRAGMA cipher_log_level=NONE").fetchall()
        raw.execute(f'PRAGMA key="{words(key)}"').fetchall()
    return raw


def words_for(file: Path) -> str:
    """What ATTACH is told as the key of a file; empty for one that is not encrypted."""
    return "" if is_plain(file) else words(_key(file))


def words(key: bytes | None) -> str:
    """A key as SQLCipher takes one that is not to be stretched."""
    return "" if key is None else f"x'{key.hex()}'"


def makes_encrypted() -> bool:
    """Whether this process keeps an encrypted store."""
    return _Keys.key is not None or (_Keys.folder is not None and key_name_of(_Keys.folder) is not None)


def can_encrypt() -> bool:
    """Whether the driver of this process is SQLCipher's."""
    return str(sqlite.__name__) == SQLCIPHER


def kept_key(name: str) -> bytes | None:
    """The key of this name in the keyring; None where there is none, or no keyring that answers."""
    from keyring.errors import KeyringError

    keyring = trusted_keyring()
    try:
        kept = keyring.get_password(SERVICE, name) if keyring else None
    except KeyringError:
        return None
    return None if kept is None else bytes.fromhex(kept)


def key_called(name: str, file: Path) -> bytes:
    """The key of this name in the keyring, for this file; Refused where the keyring does not give it."""
    key = kept_key(name)
    if key is None:
        raise Refused(
            told(
                "{file} is encrypted, and the keyring of this machine does not give its key. Sign in to the "
                "desktop whose keyring holds it, or give the key with aura-terminal unlock.",
                file=file,
            )
        )
    return key


def _key(file: Path) -> bytes | None:
    if _Keys.key is None and _Keys.folder is not None:
        name = key_name_of(_Keys.folder)
        _Keys.key = None if name is None else key_called(name, file)
    return _Keys.key
