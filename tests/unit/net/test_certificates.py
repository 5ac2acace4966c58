"""The store's authority, and what it certifies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.net.certificates import (
    NotACertificate,
    ask_for_certificate,
    certify,
    fingerprint,
    is_made_by,
    make_authority,
    new_key,
    requested,
    subject_of,
)
from tests.support.peer_store import PeerStore

ID = "01a20192-e646-76d7-bf7e-b8e949157d27"


def test_a_certificate_names_the_terminal_that_asked_for_it() -> None:
    store, key = PeerStore(), new_key()
    request = ask_for_certificate(key, ID, "R2")
    assert requested(request) == (ID, "R2")
    certificate = certify(request, store.authority, store.authority_key)
    assert subject_of(certificate) == (ID, "R2")
    assert is_made_by(certificate, store.authority)


def test_another_stores_authority_did_not_make_it() -> None:
    one, other = PeerStore("same name"), PeerStore("same name")
    assert not is_made_by(one.terminal(1).certificate, other.authority)


def test_every_certificate_has_its_own_fingerprint() -> None:
    store = PeerStore()
    assert store.terminal(1).fingerprint != store.terminal(1).fingerprint


def test_a_request_changed_on_the_way_is_not_certified() -> None:
    store = PeerStore()
    request = bytearray(ask_for_certificate(new_key(), ID, "R2"))
    request[-3] ^= 1
    with pytest.raises(NotACertificate):
        certify(bytes(request), store.authority, store.authority_key)


@pytest.mark.parametrize(("terminal_id", "label"), [("me", "R2"), (ID, "R 2"), (ID, "R2345678"), (ID.upper(), "R2")])
def test_a_request_that_names_no_terminal_is_not_certified(terminal_id: str, label: str) -> None:
    store = PeerStore()
    with pytest.raises(NotACertificate, match="names no terminal"):
        certify(ask_for_certificate(new_key(), terminal_id, label), store.authority, store.authority_key)


@given(st.binary(max_size=200))
def test_noise_is_no_certificate_and_no_request(noise: bytes) -> None:
    for read in (requested, subject_of, fingerprint):
        with pytest.raises(NotACertificate):
            read(noise)


def test_an_authority_is_of_one_store() -> None:
    key = new_key()
    assert make_authority(key, "one") != make_authority(key, "other")
