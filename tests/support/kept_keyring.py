"""A keyring that several processes share: its secrets lie in the file that KEPT_KEYRING names."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend

FILE = "KEPT_KEYRING"


class KeptKeyring(KeyringBackend):
    """What a desktop's keyring does for the processes of its user."""

    priority = 5

    def get_password(self, service: str, username: str) -> str | None:
        return _kept().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        _place().write_text(json.dumps(_kept() | {f"{service}/{username}": password}), "utf-8")

    def delete_password(self, service: str, username: str) -> None:
        _place().write_text(json.dumps({k: v for k, v in _kept().items() if k != f"{service}/{username}"}), "utf-8")


def _place() -> Path:
    return Path(os.environ[FILE])


def _kept() -> dict[str, str]:
    return dict(json.loads(_place().read_text("utf-8"))) if _place().exists() else {}
