"""Everything that reads bytes from outside of the program, as functions of bytes, with real ones to alter: for fuzzing.

A parser may refuse in the ways it names; any other exception, a second of processor time or more memory than is allowed
is a finding. Those of card terminals are `tests.support.reader_codecs`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

import msgspec

from aura_terminal.app.empty_shop import empty_shop
from aura_terminal.app.menu_csv import check_menu_csv
from aura_terminal.app.settings import SettingsProblem, read_settings
from aura_terminal.domain.barcodes import layouts_of, own_code
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import Origin
from aura_terminal.store import backups, packs, sealed
from aura_terminal.store.errors import StoreUnavailable
from aura_terminal.store.paper_code import PaperCode
from devices.printers import epos_xml
from devices.printers.profiles import DrawerSensor
from devices.printers.star_status import StarReader
from devices.printers.status import ReplyReader, read_status
from devices.scales.cas import Cas
from devices.scales.dialect import Dialect, Garbled
from devices.scales.mt_sics import MtSics
from devices.scales.sma import Sma
from devices.scales.toledo_8217 import Toledo8217
from devices.scanners.codes import CodeReader
from devices.transports import ipp
from sync.mesh.columns import Altered, check_run, rows_of, run_of
from sync.mesh.wire import Malformed, Unheard, Wire
from sync.net import greeting, pairing_words
from sync.net.framing import MessageReader, TooLong, frame
from sync.node.frames import Frame, FrameReader, Topic, encode_frame
from sync.protocol import Beat, Facts, Head, Heard, Hello, Message, Reach, Want
from sync.reconcile import replies
from sync.reconcile.contract import Reply, Unreadable
from sync.reconcile.fields import Found
from tests.support.memory_shop import EVERYTHING
from tests.support.reader_codecs import CODECS, finding
from tests.support.store_service import order_of, pay
from tests.support.store_shop import founded

LONGEST_FRAME = 1 << 16
CSV_HEAD = "category,name,price,tax_category,tax_percent,station,sku,barcode,allergens,variants,course\n"
CSV_ROWS = (
    "Soups,Crème brûlée,6.50,food,7,,S-1,,gluten|milk,,1\nDrinks,Lemonade,,drinks,19 %,Bar,,,,Small=3.00|Large=4.50,0\n"
)
SETTINGS = b"""theme = "day"
[[devices]]
name = "front"
model = "escpos"
address = "tcp://127.0.0.1:9100"
[[central]]
connector = "auraconnect"
url = "https://api.example.com"
user = "owner@example.com"
"""
CENTRAL_SAMPLES = (
    b'{"success": true, "data": [{"id": 7, "name": "Soup", "price": "6.50", "updated_at": "2026-05-15T17:30:00Z"}], '
    b'"meta": {"total": 1, "page": 1, "has_next": false}}',
    b'{"error": {"code": "VALIDATION_ERROR", "message": "no", "field": "name", "details": [{"field": "name", '
    b'"message": "too long"}], "retry_after": 60, "request_id": "r1"}}',
    b'{"error": "RATE_LIMITED", "message": "wait", "details": {"retry_after": 12}}',
    b'{"detail": [{"loc": ["body", "name"], "msg": "no", "type": "missing"}]}',
)
TOKENS = (
    b"\x00", b"\xff" * 9, b"\x1b@", b"\x10\x04\x01", b"null", b"-1", b"1e400", b"1E+999999999", b"[" * 3000,
    b'{"a":' * 2000, b'"', b"\xc2\xb2", b"\xed\xa0\x80", b"9" * 5000, b"NaN", b"Infinity", b"=1+1",
    b'<?xml version="1.0" encoding="x"?>', b'<?xml version="1.0" encoding="utf-7"?>', b"<!DOCTYPE a>", b"\x82\xa2",
    b"\xdd\x7f\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"9999-12-31T23:59:59Z", b"0001-01-01T00:00:00+14:00",
    b"\r\n", b"\x02", b"\x03", b"\x28\xb5\x2f\xfd",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parser:
    """One reader of what comes from outside: by a name that begins with who says it."""

    name: str
    samples: tuple[bytes, ...]
    take: Callable[[bytes], object]
    refuses: tuple[type[Exception], ...] = ()


def parsers(folder: Path) -> tuple[Parser, ...]:
    """All of them; those of files keep a scratch file in the folder."""
    facts = _facts(folder)
    return (*_cards(), *_peers(facts), *_centrals(), *_printers(), *_scales(), *_scanners(), *_files(folder, facts))


def changed(chance: Random, parser: Parser) -> bytes:
    """A real saying with bits turned, pieces lost, doubled, swapped or put in."""
    data = bytearray(b"".join(chance.choices(parser.samples, k=chance.choice((1, 1, 1, 2)))))
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        at, size = chance.randrange(len(data) + 1), chance.choice((1, 1, 2, 4, 32, 200))
        match chance.randrange(7):
            case 0 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                data[at : at + size] = chance.randbytes(min(size, len(data) - at))
            case 2:
                del data[at : at + size]
            case 3:
                data[at:at] = data[at : at + size]
            case 4:
                data[at:at] = chance.choice(TOKENS)
            case 5:
                other = chance.choice(parser.samples)
                start = chance.randrange(len(other) + 1)
                data[at : at + size] = other[start : start + size]
            case _:
                del data[at:]
    return bytes(data)


def found_in(parser: Parser, data: bytes) -> str | None:
    """What is wrong with how a parser takes these bytes, if anything."""
    try:
        parser.take(data)
    except parser.refuses:
        return None
    except Exception as error:  # a fuzzer's top: whatever escapes is what it looks for
        return f"{parser.name}: {type(error).__name__}: {str(error)[:120]} over {data[:400].hex()}"
    return None


class CardFinding(AssertionError):
    """What the codecs of card terminals have to say about themselves."""


def _cards() -> Iterator[Parser]:
    for codec in CODECS:

        def take(data: bytes, codec: object = codec) -> None:
            said = finding(codec, data)  # type: ignore[arg-type]  # the loop's own codec
            if said is not None:
                raise CardFinding(said)

        yield Parser(f"card {codec.name}", codec.samples, take)


def _facts(folder: Path) -> tuple[bytes, Path]:
    """A stretch of facts as it is packed, and a sealed copy of the store they are of."""
    shop = founded(folder / "shop")
    for _ in range(3):
        pay(shop, EVERYTHING, order_of(shop, EVERYTHING, 2))
    rows = shop.store.facts_after(str(shop.store.identity.origin), 250, 40)
    copy = folder / "copy.sealed"
    shop.store.close()
    sealed.seal(shop.folder, copy, datetime(2026, 5, 15, tzinfo=UTC))
    return packs.pack(rows), copy


def _peers(facts: tuple[bytes, Path]) -> Iterator[Parser]:
    rows = packs.unpack(facts[0])
    wire = Wire()
    said: tuple[Message, ...] = (
        Hello(1, 0, "store", "t1", "R1", Origin("o1"), "0.1.0", -5, [Reach(Origin("o1"), 7)], 2**40, [4]),
        Facts([run_of(rows)]),
        Want([Reach(Origin("o2"), 0)]),
        Beat(1, 2, 3, [Heard("R2", "o2")], [Head("o1", 7, bytes(32))], b"digest", ["auraconnect"]),
    )

    def hear(data: bytes) -> None:
        message = wire.decode(data)
        for run in message.runs if isinstance(message, Facts) else ():
            check_run(run)
            rows_of(run)

    yield Parser("peer messages", tuple(map(wire.encode, said)), hear, (Malformed, Unheard, Altered))
    yield Parser("peer frames", (frame(b"one") + frame(b"two" * 30),), _whole_messages, (TooLong,))
    knock = pairing_words.encode(pairing_words.Knock(1, bytes(16), b"request"))
    yield Parser("peer pairing", (knock,), pairing_words.decode, (pairing_words.Malformed,))
    greeted = greeting.encode_greeting(greeting.Greeting(bytes(greeting.RUN_BYTES), 7100))
    yield Parser("peer greeting", (greeted,), greeting.decode_greeting, (greeting.NoGreeting,))
    lines = b"".join(encode_frame(Frame(topic, "x")) for topic in Topic)
    yield Parser("bus", (lines,), lambda data: FrameReader(LONGEST_FRAME).feed(data))


def _whole_messages(data: bytes) -> None:
    reader = MessageReader(LONGEST_FRAME)
    reader.feed(data)
    while reader.take() is not None:
        pass


def _centrals() -> Iterator[Parser]:
    for status in (200, 422, 429):

        def read(data: bytes, status: int = status) -> None:
            reply = Reply(
                status, {"retry-after": data[:20].decode("latin-1"), "date": data[-20:].decode("latin-1")}, data
            )
            replies.outcome_of(reply)
            replies.complaint_of(reply)
            replies.wait_of(reply)
            for row in replies.listing_of(reply, page=1, page_size=50).rows:
                _read_every_way(row)

        yield Parser(f"central {status}", CENTRAL_SAMPLES, read, (Unreadable,))


READINGS = ("text", "prose", "name", "label", "id", "whole", "quantity", "flag", "decimal", "moment", "day")


def _read_every_way(row: Found) -> None:
    """Each field as each type there is; what it is not is said with its path."""
    for _, field in row.fields():
        for reading in READINGS:
            with suppress(Unreadable):
                getattr(field, reading)()
        for reading in ("money", "price"):
            with suppress(Unreadable):
                getattr(field, reading)("EUR")


def _printers() -> Iterator[Parser]:
    status = bytes((0x12, 0x12, 0x12, 0x12, 0x14, 0x00, 0x00, 0x0F)) + b'7"1234\x00' + b"\x23\x86\x00\x00\x00"

    def escpos(data: bytes) -> None:
        ReplyReader().feed(data)
        for sensor in DrawerSensor:
            if len(data) >= 3:
                read_status(data[0], data[1], data[2], sensor)

    def star(data: bytes) -> None:
        for told in StarReader().feed(data):
            for sensor in DrawerSensor:
                told.read(sensor)

    yield Parser("printer escpos", (status, bytes((0x16, 0x1E, 0x12))), escpos)
    yield Parser("printer star", (bytes((0x23, 0x86, 0, 0, 0, 0, 0, 0, 0)), bytes((0x0F, 0x06, 0, 0, 0, 0, 0))), star)
    answer = (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope><s:Body><response xmlns="{epos_xml.PRINT_SPACE}" '
        'success="true" code="" status="251658262"/></s:Body></s:Envelope>'
    ).replace("s:", "")
    yield Parser("printer epos", (answer.encode(),), epos_xml.read_answer, (ValueError,))
    asked = ipp.request(ipp.Operation(11), 1, [(ipp.Tag.CHARSET, "printer-state", "idle")])
    yield Parser("printer ipp", (asked,), ipp.read_answer, (ValueError,))


def _scales() -> Iterator[Parser]:
    said: tuple[tuple[str, Callable[[], Dialect], bytes], ...] = (
        ("mt-sics", MtSics, b"S S      0.645 kg\r\nTA A      0.100 kg\r\n"),
        ("toledo", Toledo8217, b"\x0201.234\r\x02?\x40\r"),
        ("sma", Sma, b"\n  G       1.234lb \r"),
        ("cas", Cas, b"\x06\x01\x02S  1.234kg\x5a\x03\x04"),
    )
    for name, new, sample in said:
        yield Parser(f"scale {name}", (sample,), partial(_weighed, new), (Garbled,))


def _weighed(new: Callable[[], Dialect], data: bytes) -> None:
    new().feed(data)


def _scanners() -> Iterator[Parser]:
    layouts = layouts_of(None)

    def scan(data: bytes) -> None:
        reader = CodeReader()
        for code in (*reader.feed(data), *reader.end()):
            own_code(code, layouts)

    yield Parser(
        "scanner", (b"4006381333931\r", b"2112345012345\r\n", b"0112345678901231\x1d10ABC\r"), scan, (RuleBroken,)
    )


def _files(folder: Path, facts: tuple[bytes, Path]) -> Iterator[Parser]:
    scratch = folder / "scratch"
    scratch.mkdir()
    shop = empty_shop("Corner", "EUR", "Europe/Berlin")
    menu, store = scratch / "menu.csv", scratch / "store.sqlite"

    def csv(data: bytes) -> None:
        menu.write_bytes(data)
        check_menu_csv(menu, shop)

    def settings(data: bytes) -> None:
        (scratch / "settings.toml").write_bytes(data)
        read_settings(scratch, {}, {})

    def copy(data: bytes) -> None:
        store.write_bytes(data)
        backups.check_copy(store)

    def seal(data: bytes) -> None:
        file = io.BytesIO(data)
        for _ in sealed.facts_in(file, "copy", sealed.read_seal(file, "copy")):
            pass

    yield Parser("file menu", ((CSV_HEAD + CSV_ROWS).encode(), (CSV_HEAD + CSV_ROWS).encode("utf-16")), csv)
    yield Parser("file settings", (SETTINGS,), settings, (SettingsProblem,))
    yield Parser("file facts", (facts[0],), packs.unpack, (packs.BadPack,))
    yield Parser("file packed", (packs.compressed(facts[0]),), packs.expanded, (packs.BadPack,))
    yield Parser("file sealed", (facts[1].read_bytes(),), seal, (StoreUnavailable,))
    yield Parser("file backup", ((folder / "shop" / "store.sqlite").read_bytes(),), copy, (StoreUnavailable,))
    yield Parser(
        "paper", (b"\x01" + packs.compressed(msgspec.msgpack.encode([1, {"a": 2}])),), PaperCode().read, (RuleBroken,)
    )
