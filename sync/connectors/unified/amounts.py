"""The money that replies speak of."""

from __future__ import annotations

from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.central import Picture


def currency_of(picture: Picture) -> str:
    """The currency of the store; amounts in replies name none but an invoice's own."""
    return picture.document(StoreProfile, STORE_PROFILE).currency
