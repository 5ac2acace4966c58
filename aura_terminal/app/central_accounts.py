"""Accounts at central back offices: their secrets on this machine.

A secret lies in the keyring where a real one answers, else in a file `central/NAME.secret` of the data folder, mode
0600 (`machine_keys`). It is never in settings, facts, requests that are kept, or logs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from aura_terminal.app.central_settings import CENTRAL_KINDS, CentralName, CentralSettings
from aura_terminal.app.machine_keys import KeyName, MachineKeys
from aura_terminal.domain.errors import Unavailable

if TYPE_CHECKING:
    from sync.mesh.contract import GivenAccount

PASSWORD = "password"
HOOK_SECRET, HOOK_ADDRESS, HOOK_ID = "hook_secret", "hook_address", "hook_id"
"""What the back office signs its calls with, where this machine hears them, and the id it gave to that; kept beside the
account's secrets."""
_HOOKS = (HOOK_SECRET, HOOK_ADDRESS, HOOK_ID)
GIVEN_MS = "given_ms"
"""When a person gave the password, in Unix milliseconds: of two, the later one counts."""


class NoSecret(Unavailable):
    """This machine has no secret of an account: somebody has to give it."""

    trouble = "refused"

    def __init__(self, connector: str, user: str) -> None:
        whom = user or "the account"
        give = f"aura-terminal account sign-in --central {connector} --secret-stdin"
        hint = f"this machine has no secret for {whom}. Give it: {give}"
        super().__init__(connector, hint)


class AccountSecrets:
    """The Tokens port of one account. Read once, then answered from memory; any thread may ask.

    What changes is written by a thread of its own, since a keyring may take its time; `close` waits for it.
    """

    def __init__(self, folder: Path, store_id: str, connector: CentralName) -> None:
        self._keys = MachineKeys(folder)
        self._key = KeyName(f"central:{store_id}:{connector.value}", f"central/{connector.value}.secret")
        self._kept: dict[str, str] = {}
        self._lock = Lock()
        self._writer = ThreadPoolExecutor(1, "secrets")

    def load(self) -> None:
        """Read what is kept; nothing where there is none, or none this machine can read now."""
        kept = self._keys.read(self._key)
        if kept is not None:
            plain = json.loads(kept)
            with self._lock:
                self._kept = {str(name): str(secret) for name, secret in plain.items()}

    def get(self, name: str) -> str:
        """A secret, or an empty text."""
        with self._lock:
            return self._kept.get(name, "")

    def put(self, name: str, secret: str) -> None:
        """Keep a secret; an empty one is forgotten."""
        with self._lock:
            if self._kept.get(name, "") == secret:
                return
            self._kept.pop(name, None)
            if secret:
                self._kept[name] = secret
            told = dict(self._kept)
        self._writer.submit(self._write, told)

    def give(self, password: str, now_ms: int) -> None:
        """Keep the password that a person or another terminal gave; tokens got with another one are worthless."""
        with self._lock:
            hooks = {name: self._kept[name] for name in _HOOKS if name in self._kept}
            self._kept = {PASSWORD: password, GIVEN_MS: str(now_ms)} | hooks
            told = dict(self._kept)
        self._writer.submit(self._write, told)

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept = {}
        self._writer.submit(self._write, {})

    @property
    def given_ms(self) -> int:
        """When the password was given, 0 for never."""
        given = self.get(GIVEN_MS)
        return int(given) if given.isdigit() else 0

    def close(self) -> None:
        """Wait until everything is kept; may be called twice."""
        self._writer.shutdown(wait=True)

    def _write(self, told: Mapping[str, str]) -> None:
        if told:
            self._keys.keep(self._key, json.dumps(told).encode())
        else:
            self._keys.forget(self._key)


class KeptInMemory:
    """Tokens for as long as one question takes, such as whether an account is accepted."""

    def __init__(self, password: str) -> None:
        self._kept = {PASSWORD: password}

    def get(self, name: str) -> str:
        """A secret, or an empty text."""
        return self._kept.get(name, "")

    def put(self, name: str, secret: str) -> None:
        """Keep a secret."""
        self._kept[name] = secret

    def all(self) -> Mapping[str, str]:
        """Every secret by name."""
        return dict(self._kept)


def keep_given(
    folder: Path, store_id: str, given: GivenAccount, known: CentralSettings | None
) -> CentralSettings | None:
    """Keep an account another terminal of the store handed over; None for one this program cannot use.

    A back office that settings.toml does not name yet is added there; one that it names stays as it is written. Raises
    SettingsProblem, and keeps nothing, where it is used for something another one here is used for already.
    """
    from aura_terminal.app.setting_kinds import WrongValue
    from aura_terminal.app.settings_file import add_central

    said = {name: getattr(given, name) for name in CENTRAL_KINDS}
    try:
        values = {name: kind.read(said[name]) for name, kind in CENTRAL_KINDS.items()}
    except WrongValue:
        return None
    central = known or CentralSettings(**values)  # type: ignore[arg-type]  # every value was read by its kind
    if central.user != given.user:
        return None
    if known is None:
        add_central(folder, central)
    secrets = AccountSecrets(folder, store_id, central.connector)
    secrets.give(given.secret, given.given_ms)
    secrets.close()
    return central
