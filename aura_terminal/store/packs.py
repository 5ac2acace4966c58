"""A stretch of one origin's facts in few bytes: what day documents and sealed copies are made of.

Hashes are left out, for they follow from the facts; the chain's hash before and after the stretch stands in it, so that
unpacking proves every fact. Ids are kept as their sixteen bytes, each once; texts are laid out column by column, chunk
after chunk. The same facts give the same bytes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

import msgspec
import zstandard

from aura_terminal.domain.telling import told
from aura_terminal.store.chain import JournalRow, link

FORMAT = 1
LEVEL = 12
MOST_FACTS = 2000
CHUNK = 200
LARGEST_PACK = 256 * 1024 * 1024
MOST_IDS = 1 << 14

_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NEW, _AGAIN, _END = b"\x01", b"\x02", b"\n"
_TOKEN = re.compile(rb"\x01|\x02(..)", re.DOTALL)
_CONTROL = re.compile(rb"[\x00-\x1f]")
_ID_BYTES = 16


class BadPack(ValueError):
    """Bytes that are no pack of this program, or facts in it that do not follow from one another."""


class _Pack(msgspec.Struct, array_like=True):
    """Columns: fact id, aggregate, aggregate id, type, actor, business date, payload; `plain`: rows as they are."""

    format: int
    origin: str
    first: int
    before: bytes
    after: bytes
    stamps: list[int]
    versions: list[int]
    chunks: list[list[bytes]]
    ids: list[bytes]
    plain: dict[int, list[bytes]]


_DECODER = msgspec.msgpack.Decoder(_Pack)


class Packer:
    """Makes one pack, `CHUNK` facts at a time, so that nobody is held up for long; oldest first, without a gap."""

    def __init__(self) -> None:
        self._shelf = _Shelf()
        self._chunks: list[list[bytes]] = []
        self._plain: dict[int, list[bytes]] = {}
        self._stamps: list[int] = []
        self._versions: list[int] = []
        self._first: JournalRow | None = None
        self._last: JournalRow | None = None

    def add(self, rows: Sequence[JournalRow]) -> None:
        """The next facts; every call but the last of a pack brings `CHUNK` of them."""
        kept: list[list[bytes]] = []
        for row in rows:
            self._first = self._first or row
            self._stamps.append(row.stamp - (self._last.stamp if self._last else 0))
            texts = _fields(row)
            if any(map(_CONTROL.search, texts)):
                self._plain[len(self._versions)] = texts
            else:
                kept.append(texts)
            self._versions.append(row.version)
            self._last = row
        shorten = self._shelf.shorten
        self._chunks.append([_END.join(map(shorten, column)) for column in zip(*kept, strict=True)])

    def finish(self) -> bytes:
        """The whole pack."""
        first, last = self._first, self._last
        if first is None or last is None:
            raise ValueError("a pack holds at least one fact")
        ids = [bytes(column) for column in zip(*self._shelf.ids, strict=True)]
        return msgspec.msgpack.encode(
            _Pack(
                FORMAT, first.origin, first.seq, first.prev_hash, last.hash, self._stamps, self._versions,
                self._chunks, ids, self._plain,
            )
        )  # fmt: skip


def pack(rows: Sequence[JournalRow]) -> bytes:
    """Facts of one origin without a gap, oldest first."""
    packer = Packer()
    for start in range(0, len(rows), CHUNK):
        packer.add(rows[start : start + CHUNK])
    return packer.finish()


def unpack(raw: bytes) -> list[JournalRow]:
    """The facts, each with its hash. Raises BadPack unless they lead from the hash before to the hash after."""
    try:
        found = _DECODER.decode(raw)
        rows = _rows(found)
    except (msgspec.MsgspecError, LookupError, ValueError, RecursionError, struct.error) as error:
        raise BadPack(told("it does not read as a stretch of facts ({error})", error=error)) from error
    if found.format != FORMAT or not rows or rows[-1].hash != found.after:
        raise BadPack(told("the facts in it are not those it was made of"))
    return rows


def compressed(raw: bytes) -> bytes:
    """As it is kept on the disk and handed over."""
    return zstandard.ZstdCompressor(level=LEVEL, write_content_size=True).compress(raw)


def expanded(body: bytes, most: int = LARGEST_PACK) -> bytes:
    """What was compressed. Raises BadPack for what claims or comes to more than `most` bytes, or is damaged."""
    try:
        size = zstandard.frame_content_size(body)
        if not 0 <= size <= most:
            raise BadPack(told("it is larger than anything this program makes, or does not say how large it is"))
        raw = zstandard.ZstdDecompressor().decompress(body, max_output_size=size)
    except zstandard.ZstdError as error:
        raise BadPack(told("it cannot be expanded ({error})", error=error)) from error
    if len(raw) != size:
        raise BadPack(told("it is cut short"))
    return raw


def _fields(row: JournalRow) -> list[bytes]:
    texts = (row.fact_id, row.aggregate, row.aggregate_id, row.type, row.actor, row.business_date)
    return [*(text.encode() for text in texts), row.payload]


class _Shelf:
    """Ids in the order in which they first appear."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self._place: dict[bytes, int] = {}

    def shorten(self, text: bytes) -> bytes:
        return _UUID.sub(self._token, text)

    def _token(self, found: re.Match[bytes]) -> bytes:
        id_ = bytes.fromhex(found[0].replace(b"-", b"").decode())
        place = self._place.get(id_)
        if place is not None:
            return _AGAIN + bytes((0x80 | place >> 7, 0x80 | place & 0x7F))
        if len(self.ids) < MOST_IDS:
            self._place[id_] = len(self.ids)
        self.ids.append(id_)
        return _NEW


def _rows(found: _Pack) -> list[JournalRow]:
    texts_of = _texts(found)
    rows: list[JournalRow] = []
    before = found.before
    for place, (stamp, version) in enumerate(zip(accumulate(found.stamps), found.versions, strict=True)):
        texts = found.plain.get(place) or next(texts_of, None)
        if texts is None:
            raise BadPack(told("it has fewer facts than it says"))
        fact_id, aggregate, aggregate_id, type_, actor, day = (text.decode() for text in texts[:6])
        payload, seq = texts[6], found.first + place
        hash_ = link(
            found.origin, seq, fact_id, stamp, aggregate, aggregate_id, type_, version, payload, actor, day, before
        )
        rows.append(JournalRow(
            found.origin, seq, fact_id, stamp, aggregate, aggregate_id, type_, version, payload, actor, day, before,
            hash_,
        ))  # fmt: skip
        before = hash_
    return rows


def _texts(found: _Pack) -> Iterator[Sequence[bytes]]:
    """The texts of every fact that is not kept plain; ids are counted as they were put on the shelf."""
    if len(found.ids) not in (0, _ID_BYTES):
        raise BadPack(told("its ids are not whole"))
    lengthen = _lengthener([_spelt(bytes(parts)) for parts in zip(*found.ids, strict=True)])
    for chunk in found.chunks:
        yield from zip(*(_TOKEN.sub(lengthen, column).split(_END) for column in chunk), strict=True)


def _lengthener(ids: list[bytes]) -> Callable[[re.Match[bytes]], bytes]:
    fresh = ids[::-1]

    def lengthen(found: re.Match[bytes]) -> bytes:
        again = found[1]
        if again is None:
            return fresh.pop()
        return ids[(again[0] & 0x7F) << 7 | again[1] & 0x7F]

    return lengthen


def _spelt(id_: bytes) -> bytes:
    text = id_.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}".encode()
