"""Sealed copies: every fact a terminal holds in one file, proved link by link when it is read again.

```
"AURA-SEALED-1\\n"  { u32 length, pack }...  manifest  u64 offset of the manifest  SHA-256 of the manifest
```
Numbers are most significant byte first, packs are compressed stretches of facts (`packs`), the manifest is canonical
JSON.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from aura_terminal.domain.telling import told
from aura_terminal.ports.journal import JournalRow
from aura_terminal.ports.watching import UNWATCHED, Stage, Watch
from aura_terminal.store import archive, journal, meta
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.errors import Refused
from aura_terminal.store.files import replaced_whole
from aura_terminal.store.folders import store_file
from aura_terminal.store.packs import LARGEST_PACK, MOST_FACTS, BadPack, compressed, expanded, pack, unpack

if TYPE_CHECKING:
    from aura_terminal.store.open_store import Store

MAGIC = b"AURA-SEALED-1\n"
FORMAT = 1
LARGEST_MANIFEST = 64 * 1024 * 1024

_LENGTH, _OFFSET = Struct(">I"), Struct(">Q")
_FOOTER = _OFFSET.size + hashlib.sha256().digest_size


class Reach(msgspec.Struct, frozen=True):
    """The facts of one origin in a sealed copy: from `first` to `last`, whose hash is `hash`."""

    origin: str
    first: int
    last: int
    hash: str


class Seal(msgspec.Struct, frozen=True):
    """What a sealed copy says of itself; `packs` are the SHA-256 of each pack before it was compressed."""

    store: str
    made_by: str
    made_at: datetime
    facts: int
    reaches: tuple[Reach, ...]
    packs: tuple[str, ...]
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Returned:
    """What was brought back: the copy it came from, and how many facts were new."""

    seal: Seal
    taken: int


_SEALS = msgspec.json.Decoder(Seal)


def seal(folder: Path, target: Path, now: datetime, watch: Watch = UNWATCHED) -> Seal:
    """Write every fact of a folder's store to a file, checked; the store may be in use. Refused where a file is."""
    connection = StoreConnection(store_file(folder), Access.READ)
    try:
        connection.raw.execute("BEGIN")  # one moment of the store, whatever is sold meanwhile
        with replaced_whole(target) as file:
            return _written(connection, file, now, watch)
    finally:
        connection.close()


def read_seal(file: BinaryIO, name: str) -> Seal:
    """What a sealed copy says of itself. Refused for what is none, is cut short or was altered."""
    try:
        return _seal(file)
    except (BadPack, msgspec.MsgspecError, ValueError, RecursionError, OSError) as error:
        raise _bad(name, str(error)) from error


def facts_in(file: BinaryIO, name: str, seal: Seal) -> Iterator[list[JournalRow]]:
    """The facts of a sealed copy, pack by pack, each proved. Refused as soon as one is not as it was written."""
    file.seek(len(MAGIC))
    reached = {reach.origin: (reach.first - 1, "") for reach in seal.reaches}
    try:
        for promised in seal.packs:
            rows = _pack(file, promised)
            seq, link = reached.get(rows[0].origin, (-1, ""))
            if rows[0].seq != seq + 1 or (link and rows[0].prev_hash.hex() != link):
                raise BadPack(told("facts in it do not follow from one another"))
            reached[rows[0].origin] = (rows[-1].seq, rows[-1].hash.hex())
            yield rows
        if any(reached[reach.origin] != (reach.last, reach.hash) for reach in seal.reaches):
            raise BadPack(told("it does not reach as far as it says"))
    except (BadPack, OSError) as error:
        raise _bad(name, str(error)) from error


def take_back(store: Store, copy: Path) -> Returned:
    """Bring the facts of a sealed copy into a terminal of the same store; all is verified before any is taken.

    Repeating it changes nothing. Refused for a bad file, for another store's, and where facts between what is known
    here and what is in it are missing.
    """
    name = str(copy)
    try:
        file = copy.open("rb")
    except OSError as error:
        raise _bad(name, told("it cannot be opened ({reason})", reason=error.strerror)) from error
    with file:
        seal = read_seal(file, name)
        if seal.store != store.identity.store_id:
            raise _bad(name, told("it belongs to another store"))
        for _ in facts_in(file, name, seal):
            pass  # looked through once before anything is taken
        known = {str(origin): seq for origin, seq in store.known()}
        for reach in seal.reaches:
            if known.get(reach.origin, 0) < reach.first - 1:
                raise _bad(
                    name,
                    told(
                        "the facts of {origin} before {first} are neither in it nor here",
                        origin=reach.origin,
                        first=reach.first,
                    ),
                )
        taken = sum(store.receive(rows).taken for rows in facts_in(file, name, seal))
    return Returned(seal, taken)


def _written(connection: StoreConnection, file: BinaryIO, now: datetime, watch: Watch) -> Seal:
    identity = meta.identity(connection)
    digests: list[str] = []
    reaches: list[Reach] = []
    facts = 0
    file.write(MAGIC)
    heads = journal.heads(connection)
    whole = sum(head.seq for head in heads.values())
    for origin, head in heads.items():
        first = archive.floor_of(connection, origin) + 1
        if first > head.seq:
            continue
        for rows in _stretches(connection, origin, first - 1):
            raw = pack(rows)
            body = compressed(raw)
            file.write(_LENGTH.pack(len(body)) + body)
            digests.append(hashlib.sha256(raw).hexdigest())
            facts += len(rows)
            watch.step(Stage.SEALING, facts, whole)
        reaches.append(Reach(origin, first, head.seq, head.hash.hex()))
    made = Seal(identity.store_id, identity.label, now, facts, tuple(reaches), tuple(digests))
    manifest = msgspec.json.encode(made, order="sorted")
    offset = file.tell()
    file.write(manifest + _OFFSET.pack(offset) + hashlib.sha256(manifest).digest())
    return made


def _stretches(connection: StoreConnection, origin: str, seq: int) -> Iterator[tuple[JournalRow, ...]]:
    while rows := archive.facts_after(connection, origin, seq, MOST_FACTS):
        yield rows
        seq = rows[-1].seq


def _seal(file: BinaryIO) -> Seal:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if file.read(len(MAGIC)) != MAGIC:
        raise BadPack(told("it is no sealed copy"))
    if size < len(MAGIC) + _FOOTER:
        raise BadPack(told("it is cut short"))
    file.seek(size - _FOOTER)
    (offset,) = _OFFSET.unpack(file.read(_OFFSET.size))
    digest = file.read()
    length = size - _FOOTER - offset
    if not (len(MAGIC) <= offset and 0 <= length <= LARGEST_MANIFEST):
        raise BadPack(told("it is cut short"))
    file.seek(offset)
    manifest = file.read(length)
    if hashlib.sha256(manifest).digest() != digest:
        raise BadPack(told("it is cut short, or was altered"))
    found = _SEALS.decode(manifest)
    if found.format != FORMAT:
        raise BadPack(told("it was made by a newer version of this program; update this terminal first"))
    return found


def _pack(file: BinaryIO, promised: str) -> list[JournalRow]:
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise BadPack(told("it is cut short"))
    (length,) = _LENGTH.unpack(head)
    if length > LARGEST_PACK:
        raise BadPack(told("it was altered"))
    raw = expanded(file.read(length))
    if hashlib.sha256(raw).hexdigest() != promised:
        raise BadPack(told("facts in it were altered"))
    return unpack(raw)


def _bad(name: str, fault: str) -> Refused:
    return Refused(
        told("{name} cannot be used: {fault}. Nothing has been changed; use another copy.", name=name, fault=fault)
    )
