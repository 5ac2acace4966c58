"""Who this machine is to its peers: certificates as files of the data folder, keys as secrets of the machine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.app.machine_keys import KeyName, MachineKeys, write_private
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told

if TYPE_CHECKING:
    from aura_terminal.ports.chance import Ids
    from aura_terminal.ports.store import TerminalIdentity
    from sync.net.tls import Credentials

FOLDER = "peers"
_WHO, _CERTIFICATE, _AUTHORITY = "terminal.json", "terminal.crt", "authority.crt"


def is_paired(folder: Path) -> bool:
    """Whether this terminal has what it takes to meet its peers. Imports nothing, so that a start may ask it."""
    return (folder / FOLDER / _WHO).exists()


def terminal_id_of(folder: Path) -> str:
    """The id of this machine in its store; empty for one that was never paired."""
    file = folder / FOLDER / _WHO
    return str(json.loads(file.read_text("utf-8"))["terminal_id"]) if file.exists() else ""


def read_credentials(folder: Path) -> Credentials:
    """This machine's credentials. `Unavailable` when they are damaged, or its keyring does not give the keys."""
    from sync.net.tls import Credentials

    place, keys = folder / FOLDER, MachineKeys(folder)
    try:
        who = json.loads((place / _WHO).read_text("utf-8"))
        terminal_id, label, store_id = (str(who[name]) for name in ("terminal_id", "label", "store_id"))
        certificate, authority = ((place / name).read_bytes() for name in (_CERTIFICATE, _AUTHORITY))
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise Unavailable(
            told("Peers"), told("{place} cannot be read; pair this machine anew.", place=place)
        ) from wrong
    key, authority_key = keys.read(_key_of(terminal_id)), keys.read(_authority_key_of(terminal_id))
    if key is None or authority_key is None:
        raise Unavailable(
            told("Peers"), told("the keyring does not give this machine's keys; unlock it or pair it anew.")
        )
    return Credentials(terminal_id, label, store_id, certificate, key, authority, authority_key)


def keep_credentials(folder: Path, mine: Credentials) -> None:
    """Keep them; the file that says who this machine is comes last, so that half of them counts as none."""
    place, keys = folder / FOLDER, MachineKeys(folder)
    keys.keep(_key_of(mine.terminal_id), mine.key)
    keys.keep(_authority_key_of(mine.terminal_id), mine.authority_key)
    write_private(place / _CERTIFICATE, mine.certificate)
    write_private(place / _AUTHORITY, mine.authority)
    who = {"terminal_id": mine.terminal_id, "label": mine.label, "store_id": mine.store_id}
    write_private(place / _WHO, json.dumps(who).encode())


def forget_credentials(folder: Path) -> None:
    """Be paired no longer; the authority's key goes too."""
    place, keys = folder / FOLDER, MachineKeys(folder)
    if (place / _WHO).exists():
        terminal_id = terminal_id_of(folder)
        (place / _WHO).unlink()
        keys.forget(_key_of(terminal_id))
        keys.forget(_authority_key_of(terminal_id))
    shutil.rmtree(place, ignore_errors=True)


def found_credentials(identity: TerminalIdentity, ids: Ids) -> Credentials:
    """What the first terminal of a store needs to let others in: an authority, and a certificate by it."""
    from sync.net.certificates import ask_for_certificate, certify, make_authority, new_key
    from sync.net.tls import Credentials

    terminal_id, key, authority_key = ids.new(), new_key(), new_key()
    authority = make_authority(authority_key, identity.store_id)
    certificate = certify(ask_for_certificate(key, terminal_id, identity.label), authority, authority_key)
    return Credentials(terminal_id, identity.label, identity.store_id, certificate, key, authority, authority_key)


def pin_key_name(store_id: str) -> KeyName:
    """The key that PINs of the store are sealed with, as the store's vault finds it."""
    return KeyName(f"pepper:{store_id}", "pepper")


def _key_of(terminal_id: str) -> KeyName:
    return KeyName(f"terminal:{terminal_id}", f"{FOLDER}/terminal.key")


def _authority_key_of(terminal_id: str) -> KeyName:
    return KeyName(f"authority:{terminal_id}", f"{FOLDER}/authority.key")
