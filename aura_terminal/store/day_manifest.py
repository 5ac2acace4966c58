"""What a day document says of itself: whose it is, which facts it holds, and what they came to."""

from __future__ import annotations

import msgspec

FORMAT = 1


class PackedOrigin(msgspec.Struct, frozen=True):
    """One origin's facts of the day: from one link of its chain to another, and the SHA-256 of each pack of them."""

    origin: str
    first: int
    before: str
    last: int
    after: str
    packs: tuple[str, ...]


class Manifest(msgspec.Struct, frozen=True):
    """A day document but for its packs and sheets, which it names by their SHA-256.

    `until` is the stamp before which the facts of the day were made; `tickets` counts kitchen facts by type; openings
    and closings are the facts' own payloads.
    """

    store: str
    day: str
    until: int
    origins: tuple[PackedOrigin, ...]
    sheets: tuple[str, ...]
    orders: int
    total_minor: int
    paid_minor: int
    tickets: dict[str, int]
    openings: tuple[msgspec.Raw, ...]
    closings: tuple[msgspec.Raw, ...]
    format: int = FORMAT


_DECODER = msgspec.json.Decoder(Manifest)


def encoded(manifest: Manifest) -> bytes:
    """Canonical JSON: the same manifest gives the same bytes, and their SHA-256 is the document's."""
    return msgspec.json.encode(manifest, order="sorted")


def decoded(raw: bytes) -> Manifest:
    """Raises msgspec.MsgspecError for what is no manifest."""
    return _DECODER.decode(raw)
