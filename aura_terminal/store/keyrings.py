"""The system's keyring, where there is one to be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "aura-terminal"


def trusted_keyring() -> KeyringBackend | None:
    """The keyring of this desktop; None where there is none to be trusted (nothing answers, or it is a plain file)."""
    import keyring

    backend = keyring.get_keyring()
    if backend.priority < 1 or type(backend).__module__.startswith("keyrings."):
        return None
    return backend
