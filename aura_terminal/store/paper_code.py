"""A bundle as few bytes, and back: what a printed symbol holds before it is sealed.

Facts are written as they are in the journal, only shorter: the id of their aggregate is said once, what can be known
is left out (`paper_slimming`), names of fields are numbers of a list that ships (`words_1.txt`), ids are 16 bytes and
times 7, places and stamps are told from the one before; then zstd with a dictionary of typical facts
(`dictionary_1.zdict`). A list and a dictionary that were shipped never change; better ones get the next number, which
is the first byte of what they write. What is personal and nobody needs to go on with the order is left blank (`BLANK`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from aura_terminal.domain.carried import GREATEST_STAMP, Carried
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import BY_NAME
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.paper_bundle import OF_ORDERS, OF_TICKETS, Bundle, Telling
from aura_terminal.store.codec import Codec, UnknownFact, canonical
from aura_terminal.store.paper_slimming import Lines, full, slim

if TYPE_CHECKING:
    from zstandard import ZstdCompressionDict

Plain = Any  # decoded JSON or MessagePack: dict, list, str, int, bool, bytes

EDITION = 1
FOLDER = "paper_bridge"
LARGEST = 1024 * 1024
BLANK = frozenset({"phone", "email", "address", "street", "floor", "city", "postcode", "directions", "birthday"})
"""Fields that never go into a symbol: how to reach a guest. The name to call, and what the kitchen must know, stay."""

_BLANK_IN = {"contact_given": BLANK | {"note"}}
_KINDS = (OF_ORDERS, OF_TICKETS)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_UUID_BYTES, _TIME_BYTES = 16, 7
_UNREADABLE = (msgspec.MsgspecError, ValueError, TypeError, LookupError, OverflowError, RecursionError, AttributeError)
_ENCODER = msgspec.msgpack.Encoder()
_JSON = msgspec.json.Encoder(order="sorted")


class PaperCode:
    """Writes and reads bundles; the resources are read with the first of them. `words` are those that ship."""

    def __init__(self, words: Sequence[str] | None = None) -> None:
        self._codec = Codec()
        self._given = words

    def write(self, bundle: Bundle) -> bytes:
        """The bundle in the present edition."""
        return bytes((EDITION,)) + self._compressed(_ENCODER.encode(self.packed(bundle)))

    def read(self, data: bytes) -> Bundle:
        """The bundle. Raises RuleBroken: PAPER_NEWER for a later edition or facts of a newer program, and
        PAPER_UNREADABLE for what no terminal wrote."""
        if data[:1] != bytes((EDITION,)):
            raise RuleBroken(Rule.PAPER_NEWER if data[:1] > bytes((EDITION,)) else Rule.PAPER_UNREADABLE)
        try:
            return self._unpacked(msgspec.msgpack.decode(self._expanded(data[1:])))
        except _UNREADABLE as wrong:
            raise RuleBroken(Rule.PAPER_UNREADABLE) from wrong

    def packed(self, bundle: Bundle) -> Plain:
        """What is compressed; the makers of the dictionary look at it too."""
        facts = [one for telling in bundle.tellings for one in telling.carried]
        origins, actors, days = (_each(values) for values in (
            (one.origin for one in facts), (one.actor for one in facts), (one.business_date for one in facts),
        ))  # fmt: skip
        places, stamp, lines = dict.fromkeys(origins, 0), 0, Lines()
        told = []
        for telling in bundle.tellings:
            rows = []
            for one in telling.carried:
                where = origins.index(one.origin)
                rows.append([
                    self._number(one.type), one.version, where, one.seq - places[one.origin], _short(one.fact_id),
                    one.stamp - stamp, actors.index(one.actor), days.index(one.business_date),
                    self._slim(telling, one, lines),
                ])  # fmt: skip
                places[one.origin], stamp = one.seq, one.stamp
            told.append([_KINDS.index(telling.aggregate), _short(telling.id), rows])
        names = [[_short(name) for name in group] for group in (origins, actors, days)]
        return [_short(bundle.order_id), (bundle.printed_at - _EPOCH) // _MICROSECOND, *names, told]

    def _unpacked(self, plain: Plain) -> Bundle:
        order_id, printed_us, *names, told = plain
        origins, actors, days = ([_long(name) for name in group] for group in names)
        places, stamp, lines = dict.fromkeys(origins, 0), 0, Lines()
        tellings = []
        for kind, id_, rows in told:
            telling = Telling(_KINDS[kind], _long(id_), ())
            carried = []
            for type_, version, where, seq, fact_id, since, actor, day, thin in rows:
                origin = origins[where]
                places[origin] += seq
                stamp += since
                name = self._word(type_)
                payload = self._full(telling, name, version, self._larger(thin), lines)
                if not (0 < stamp <= GREATEST_STAMP and places[origin] > 0):
                    raise ValueError("a fact is numbered or stamped beyond all bounds")
                carried.append(Carried(
                    origin, places[origin], _long(fact_id), stamp, name, version, payload, actors[actor], days[day]
                ))  # fmt: skip
            tellings.append(Telling(telling.aggregate, telling.id, tuple(carried)))
        printed_at = _EPOCH + timedelta(microseconds=printed_us)
        return Bundle(OrderId(_long(order_id)), printed_at, tuple(tellings))

    def _slim(self, telling: Telling, one: Carried, lines: Lines) -> Plain:
        plain = slim(
            one.type, one.version, _blanked(msgspec.json.decode(one.payload), _BLANK_IN.get(one.type, BLANK)), lines
        )
        key = BY_NAME[one.type, one.version].key
        if plain[key] == telling.id:
            del plain[key]
        return self._smaller(plain)

    def _full(self, telling: Telling, type_: str, version: int, thin: dict[str, Plain], lines: Lines) -> str:
        """The payload as the journal has it; PAPER_NEWER where this program does not know the type of fact."""
        entry = BY_NAME.get((type_, version))
        if entry is None:
            raise RuleBroken(Rule.PAPER_NEWER)
        thin.setdefault(entry.key, telling.id)
        plain = full(type_, version, thin, lines)
        found = self._codec.told(telling.aggregate, telling.id, type_, version, _JSON.encode(plain))
        if isinstance(found, UnknownFact):
            raise ValueError("a fact does not read")
        return canonical(found).decode()

    def _smaller(self, plain: Plain) -> Plain:
        if isinstance(plain, dict):
            return {self._number(key): self._smaller(value) for key, value in plain.items()}
        if isinstance(plain, list):
            return [self._smaller(part) for part in plain]
        return _short(plain) if isinstance(plain, str) else plain

    def _larger(self, slim: Plain) -> Plain:
        if isinstance(slim, dict):
            return {self._word(key): self._larger(value) for key, value in slim.items()}
        if isinstance(slim, list):
            return [self._larger(part) for part in slim]
        return _long(slim) if isinstance(slim, bytes) else slim

    def _number(self, word: str) -> int | str:
        return self._numbers.get(word, word)

    def _word(self, number: int | str) -> str:
        return number if isinstance(number, str) else self._words[number]

    @cached_property
    def _words(self) -> Sequence[str]:
        return _resource(f"words_{EDITION}.txt").decode().split() if self._given is None else self._given

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self._words)}

    def _compressed(self, raw: bytes) -> bytes:
        from zstandard import FORMAT_ZSTD1_MAGICLESS, ZstdCompressionParameters, ZstdCompressor

        settings = ZstdCompressionParameters.from_level(
            19, format=FORMAT_ZSTD1_MAGICLESS, write_content_size=False, write_dict_id=False
        )
        return ZstdCompressor(dict_data=_dictionary(), compression_params=settings).compress(raw)

    def _expanded(self, data: bytes) -> bytes:
        from zstandard import FORMAT_ZSTD1_MAGICLESS, ZstdDecompressor, ZstdError

        try:
            machine = ZstdDecompressor(dict_data=_dictionary(), format=FORMAT_ZSTD1_MAGICLESS)
            with machine.stream_reader(data) as reader:
                raw = reader.read(LARGEST + 1)
        except ZstdError as wrong:
            raise ValueError("what is on the paper cannot be expanded") from wrong
        if len(raw) > LARGEST:
            raise ValueError("what is on the paper is larger than any order")
        return raw


@lru_cache(maxsize=1)
def _dictionary() -> ZstdCompressionDict:
    from zstandard import DICT_TYPE_RAWCONTENT, ZstdCompressionDict

    return ZstdCompressionDict(_resource(f"dictionary_{EDITION}.zdict"), dict_type=DICT_TYPE_RAWCONTENT)


def _resource(name: str) -> bytes:
    return (files("resources") / FOLDER / name).read_bytes()


def _blanked(plain: Plain, blank: Collection[str], name: str = "") -> Plain:
    if isinstance(plain, dict):
        return {key: _blanked(value, blank, key) for key, value in plain.items()}
    if isinstance(plain, list):
        return [] if name in blank else [_blanked(part, blank) for part in plain]
    return "" if name in blank and isinstance(plain, str) else plain


def _each(values: Any) -> list[str]:  # an iterable of texts
    return list(dict.fromkeys(values))


def _short(text: str) -> str | bytes:
    """An id or a time in bytes, where they give the same text back."""
    if len(text) == 36 and _UUID.fullmatch(text):
        return UUID(text).bytes
    if _TIME.fullmatch(text):
        return _time_bytes(text) or text
    return text


def _time_bytes(text: str) -> bytes:
    moment = datetime.fromisoformat(text)
    if canonical(moment) != f'"{text}"'.encode() or moment < _EPOCH:
        return b""
    return ((moment - _EPOCH) // _MICROSECOND).to_bytes(_TIME_BYTES)


def _long(short: Any) -> str:  # a text, or the bytes of an id or of a time
    if isinstance(short, str):
        return short
    if len(short) == _UUID_BYTES:
        return str(UUID(bytes=short))
    if len(short) != _TIME_BYTES:
        raise ValueError("neither an id nor a time")
    return canonical(_EPOCH + timedelta(microseconds=int.from_bytes(short))).decode().strip('"')
