"""Looks every day document through: its bytes, its facts link by link, what it joins on either side, and its sums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from aura_terminal.domain.telling import told
from aura_terminal.store import archive
from aura_terminal.store.archive import FINALS
from aura_terminal.store.chain import genesis
from aura_terminal.store.day_manifest import Manifest, decoded
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.packs import BadPack, expanded, unpack
from aura_terminal.store.statements import Row, literal

_DOCUMENTS = literal("SELECT day, sha256, manifest FROM day_documents ORDER BY day")
_PACKS = literal(
    "SELECT first_seq, last_seq, before, after, sha256, body FROM day_packs WHERE origin = :origin AND day = :day "
    "ORDER BY first_seq"
)
_SHEETS = literal("SELECT sha256, body FROM day_sheets WHERE day = :day ORDER BY place")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something about a day document that is not as it was made; `origin` is empty where it concerns no chain."""

    origin: str
    seq: int
    what: str


def flaws(connection: StoreConnection, store_id: str) -> Iterator[Flaw]:
    """Everything that is wrong with the day documents, oldest first, and where they fail to meet the journal."""
    ends: dict[str, tuple[int, bytes]] = {}
    for day, digest, body in connection.rows(_DOCUMENTS):
        try:
            manifest = _manifest(digest, body, store_id, day)
            yield from _chains(connection, manifest, ends)
            _sheets(connection, manifest)
        except (BadPack, msgspec.MsgspecError) as error:
            yield Flaw("", 0, told("the document of {day}: {error}", day=day, error=error))
    for origin, base in archive.bases(connection).items():
        last, hash_ = ends.get(origin, (base.seq, base.hash))
        if (last, hash_) != (base.seq, base.hash):
            yield Flaw(
                origin,
                base.seq,
                told("the day documents end at {last}, the journal begins after {seq}", last=last, seq=base.seq),
            )


def _manifest(digest: bytes, body: bytes, store_id: str, day: str) -> Manifest:
    raw = expanded(body)
    manifest = decoded(raw)
    if hashlib.sha256(raw).digest() != bytes(digest) or manifest.store != store_id or manifest.day != day:
        raise BadPack(told("its manifest is not the one that was made"))
    return manifest


def _chains(connection: StoreConnection, manifest: Manifest, ends: dict[str, tuple[int, bytes]]) -> Iterator[Flaw]:
    for part in manifest.origins:
        packs = connection.rows(_PACKS, (part.origin, manifest.day))
        seq, link = part.first, bytes.fromhex(part.before)
        before = ends.get(part.origin)
        if part.first == 1:
            before = (0, genesis(manifest.store, part.origin))
        if before is not None and before != (seq - 1, link):
            yield Flaw(
                part.origin, seq, told("the document of {day} does not follow the one before it", day=manifest.day)
            )
        if [bytes(row[4]).hex() for row in packs] != list(part.packs):
            yield Flaw(
                part.origin,
                seq,
                told("the document of {day} lacks facts, or has others than it says", day=manifest.day),
            )
            packs = ()
        for row in packs:
            fault = _pack_fault(row, part.origin, seq, link)
            if fault:
                yield Flaw(part.origin, seq, told("the document of {day}: {fault}", day=manifest.day, fault=fault))
            seq, link = row[1] + 1, bytes(row[3])
        if packs and (seq, link.hex()) != (part.last + 1, part.after):
            yield Flaw(part.origin, seq, told("the document of {day} does not end where it says", day=manifest.day))
        ends[part.origin] = (part.last, bytes.fromhex(part.after))


def _pack_fault(row: Row, origin: str, seq: int, link: bytes) -> str:
    first, last, before, after, digest, body = row
    try:
        raw = expanded(body)
        if hashlib.sha256(raw).digest() != bytes(digest):
            return told("facts in it were changed after it was made")
        rows = unpack(raw)
    except BadPack as error:
        return str(error)
    found = (rows[0].origin, rows[0].seq, rows[-1].seq, rows[0].prev_hash, rows[-1].hash)
    if found != (origin, first, last, bytes(before), bytes(after)) or (seq, link) != (first, bytes(before)):
        return told("facts in it are not those of their place")
    return ""


def _sheets(connection: StoreConnection, manifest: Manifest) -> None:
    """Raises BadPack where the final orders are not those that were written, or do not add up."""
    rows: Sequence[Row] = connection.rows(_SHEETS, (manifest.day,))
    if [bytes(row[0]).hex() for row in rows] != list(manifest.sheets):
        raise BadPack(told("orders are missing, or others than it says"))
    orders = total = paid = 0
    for digest, body in rows:
        raw = expanded(body)
        if hashlib.sha256(raw).digest() != bytes(digest):
            raise BadPack(told("an order in it was changed after it was made"))
        for final in FINALS.decode(raw):
            orders, total, paid = orders + 1, total + final.total_minor, paid + final.paid_minor
    if (orders, total, paid) != (manifest.orders, manifest.total_minor, manifest.paid_minor):
        raise BadPack(told("its orders do not add up to what it says"))
