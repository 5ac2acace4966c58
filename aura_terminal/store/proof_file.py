"""Every fact of a store in one file that proves itself: for an accountant, an inspector, a court.

Lines of JSON in one zstd stream: a head, the facts of each origin in order, and a summary with the ends of the chains
and the SHA-256 of all lines before it, which somebody signs. The file names people as facts do; it is not sealed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import zstandard

from aura_terminal.domain.stamps import Stamp, milliseconds_of
from aura_terminal.ports.audit_rows import Broken
from aura_terminal.ports.watching import Stage, Watch
from aura_terminal.store import archive, journal, meta
from aura_terminal.store.chain import JournalRow, genesis, link
from aura_terminal.store.chain_check import EVERY
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.files import replaced_whole
from aura_terminal.store.folders import store_file
from aura_terminal.store.moments import instant
from aura_terminal.store.verify import Kind

FORMAT = "aura-audit-1"
A_TIME = 2000
LONGEST_LINE = 16 * 1024 * 1024

Signed = dict[str, str]
Sign = Callable[[bytes], Signed]
"""Signs the summary; what it answers is written beside it."""


@dataclass(slots=True)
class Proof:
    """What a file says of itself, and what does not follow. `seal` is what was signed, and by what."""

    store: str = ""
    terminal: str = ""
    made_at: str = ""
    facts: int = 0
    summary: bytes = b""
    seal: Signed = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)


def store_of(folder: Path) -> str:
    """The store a folder's file belongs to."""
    connection = StoreConnection(store_file(folder), Access.READ)
    try:
        return meta.identity(connection).store_id
    finally:
        connection.close()


def write_proof(folder: Path, target: Path, now: datetime, sign: Sign, watch: Watch) -> int:
    """Write the file, whole or not at all; how many facts are in it. Raises Stopped, StoreUnavailable, Refused."""
    connection = StoreConnection(store_file(folder), Access.READ)
    try:
        identity = meta.identity(connection)
        heads = journal.heads(connection)
        head = {
            "format": FORMAT, "store": identity.store_id, "terminal": identity.label,
            "made_at": now.isoformat(timespec="seconds"),
        }  # fmt: skip
        of = sum(one.seq for one in heads.values())
        stream = zstandard.ZstdCompressor(level=6).stream_writer
        with replaced_whole(target) as file, stream(file, closefd=False) as out:
            lines = _Lines(out)
            lines.write(head)
            ends: dict[str, list[Any]] = {}
            for origin in sorted(heads):
                for row in _rows(connection, origin):
                    if lines.facts % EVERY == 0:
                        watch.step(Stage.SEALING, lines.facts, of)
                    lines.write_fact(row)
                    first = ends.get(origin, [row.seq])[0]
                    ends[origin] = [first, row.seq, row.hash.hex()]
            summary = {"facts": lines.facts, "sha256": lines.digest.hexdigest(), "ends": ends} | head
            lines.write({"summary": summary, "seal": sign(_signed_bytes(summary))})
        return lines.facts
    finally:
        connection.close()


def read_proof(source: BinaryIO) -> Proof:
    """Everything a file says that does not follow; whether the seal is good is for who knows keys."""
    proof, digest = Proof(), hashlib.sha256()
    reached: dict[str, list[Any]] = {}
    hashes: dict[str, bytes] = {}
    for line in _lines(source):
        plain = json.loads(line)
        if isinstance(plain, list):
            _follow(proof, plain, reached, hashes)
        elif "summary" in plain:
            _conclude(proof, plain, digest.hexdigest(), reached)
        elif plain.get("format") == FORMAT:
            proof.store, proof.terminal, proof.made_at = (str(plain[key]) for key in ("store", "terminal", "made_at"))
        else:
            raise ValueError("this is no file of this program, or of a newer one")
        digest.update(line)
    if not proof.summary:
        proof.broken.append(Broken(Kind.MISSING, "", "", 0, None, "the file ends before its summary"))
    return proof


class _Lines:
    def __init__(self, out: Any) -> None:  # a writer of zstandard, which has no types
        self._out = out
        self.digest = hashlib.sha256()
        self.facts = 0

    def write(self, plain: object) -> None:
        line = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
        self._out.write(line)
        self.digest.update(line)

    def write_fact(self, row: JournalRow) -> None:
        self.facts += 1
        self.write([
            row.origin, row.seq, row.fact_id, row.stamp, row.aggregate, row.aggregate_id, row.type, row.version,
            row.payload.decode(), row.actor, row.business_date, row.prev_hash.hex(), row.hash.hex(),
        ])  # fmt: skip


def _rows(connection: StoreConnection, origin: str) -> Iterator[JournalRow]:
    seq = archive.floor_of(connection, origin)
    while rows := archive.facts_after(connection, origin, seq, A_TIME):
        yield from rows
        seq = rows[-1].seq


def _lines(source: BinaryIO) -> Iterator[bytes]:
    with zstandard.ZstdDecompressor().stream_reader(source) as stream:
        waiting = b""
        while piece := stream.read(1 << 20):
            waiting += piece
            *whole, waiting = waiting.split(b"\n")
            yield from (line + b"\n" for line in whole)
            if len(waiting) > LONGEST_LINE:
                raise ValueError("a line is longer than any fact")
        if waiting:
            yield waiting


def _follow(proof: Proof, plain: list[Any], reached: dict[str, list[Any]], hashes: dict[str, bytes]) -> None:
    origin, seq, stamp, payload = str(plain[0]), int(plain[1]), int(plain[3]), str(plain[8]).encode()
    before, found = bytes.fromhex(plain[11]), bytes.fromhex(plain[12])
    at = instant(milliseconds_of(Stamp(stamp)) * 1000)
    proof.facts += 1
    aggregate, id_, type_, version = plain[4:8]
    fact_id, actor, day = plain[2], plain[9], plain[10]
    if link(origin, seq, fact_id, stamp, aggregate, id_, type_, version, payload, actor, day, before) != found:
        what = f"{plain[6]} was changed after it was written"
        proof.broken.append(Broken(Kind.CHANGED, "", origin, seq, at, what))
    last = reached.get(origin)
    wanted = hashes.get(origin) if last else (genesis(proof.store, origin) if seq == 1 else None)
    if last and seq != last[1] + 1:
        what = f"facts {last[1] + 1} to {seq - 1} are missing"
        proof.broken.append(Broken(Kind.MISSING, "", origin, last[1] + 1, at, what))
    elif wanted is not None and wanted != before:
        what = f"{plain[6]} does not follow the fact before it"
        proof.broken.append(Broken(Kind.REORDERED, "", origin, seq, at, what))
    reached[origin] = [last[0] if last else seq, seq, plain[12]]
    hashes[origin] = found


def _conclude(proof: Proof, plain: dict[str, Any], digest: str, reached: dict[str, list[Any]]) -> None:
    summary = plain["summary"]
    proof.summary, proof.seal = _signed_bytes(summary), dict(plain["seal"])
    told = (summary.get("sha256"), summary.get("facts"), summary.get("ends"))
    if told != (digest, proof.facts, reached):
        what = "the facts are not those of which the summary was made"
        proof.broken.append(Broken(Kind.HEAD, "", "", 0, None, what))


def _signed_bytes(summary: object) -> bytes:
    return json.dumps(summary, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
