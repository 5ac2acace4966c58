"""Terminals of a made-up store with real certificates, for tests of the network."""

from __future__ import annotations

from sync.net.certificates import ask_for_certificate, certify, make_authority, new_key
from sync.net.roll import Member, Roll
from sync.net.tls import Credentials


class PeerStore:
    """A store's authority and what it certified."""

    def __init__(self, store_id: str = "store") -> None:
        self.store_id = store_id
        self.authority_key = new_key()
        self.authority = make_authority(self.authority_key, store_id)

    def terminal(self, number: int, label: str = "") -> Credentials:
        """The terminal with this number; the smaller the number, the smaller its id."""
        terminal_id = f"00000000-0000-7000-8000-{number:012d}"
        label, key = label or f"R{number}", new_key()
        certificate = certify(ask_for_certificate(key, terminal_id, label), self.authority, self.authority_key)
        return Credentials(terminal_id, label, self.store_id, certificate, key, self.authority, self.authority_key)


def roll(*terminals: Credentials) -> Roll:
    """A roll that names these terminals."""
    return Roll({each.fingerprint: Member(each.terminal_id, each.label) for each in terminals})
