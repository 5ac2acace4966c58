"""What guessing a password costs whoever has stolen the verifiers."""

from __future__ import annotations

from argon2 import Type

from sync.central.api.passwords import HASHER, matches, sealed


def test_verifiers_are_made_as_rfc_9106_recommends() -> None:
    """RFC 9106, section 4, second recommended option, on one lane."""
    assert (HASHER.type, HASHER.time_cost, HASHER.memory_cost) == (Type.ID, 3, 64 * 1024)
    verifier = sealed("a-long-password")
    assert matches("a-long-password", verifier)
    assert not matches("another-password", verifier)
