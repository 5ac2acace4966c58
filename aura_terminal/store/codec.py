"""Facts and documents as canonical JSON, and back.

Canonical: keys sorted, strings in NFC, whole numbers only, decimals as strings, None left out, no spaces. The journal
hashes exactly these bytes, so nothing is ever encoded twice.
"""

from __future__ import annotations

import re
import types
import typing
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from threading import Lock
from typing import Any

import msgspec

from aura_terminal.domain.documents import DOCUMENT_TYPES, Document, DocumentKind, DocumentPut
from aura_terminal.domain.facts import BY_NAME, BY_TYPE, Fact, FactType, aggregate_of
from aura_terminal.domain.saying import Said
from aura_terminal.store.ranges import check_of, hints_of

Plain = Any  # decoded JSON: dict, list, str, int, bool
Lift = Callable[[Plain], tuple[int, Plain]]
Fill = Callable[[Plain], None]


@dataclass(frozen=True, slots=True)
class UnknownFact:
    """A fact of a newer program, or one that does not read: kept, passed on, never dropped."""

    type: str
    version: int
    payload: bytes


LIFTS: Mapping[tuple[str, int], Lift] = {}
"""Old `(type, version)` -> a function from its plain form to the next version and that version's plain form."""

_UNREADABLE = (msgspec.MsgspecError, ValueError, TypeError, LookupError, ArithmeticError, RecursionError)


def _plain(value: object) -> str:
    """Words that nobody said in a language are kept in English. Raises NotImplementedError for anything else."""
    if isinstance(value, Said):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} is not kept")


_ENCODER = msgspec.json.Encoder(order="sorted", enc_hook=_plain)
_NULL = re.compile(rb'"[a-z0-9_]+":null,')
_LAST_NULL = re.compile(rb',"[a-z0-9_]+":null(?=})')
_ONLY_NULL = re.compile(rb'{"[a-z0-9_]+":null}')
_BUILDING = Lock()
"""Held while a decoder is built: `_none_where_absent` changes what fields of a type say meanwhile."""


def canonical(value: object) -> bytes:
    """A frozen value of the domain as canonical JSON."""
    return _canonical(value)[0]


def _canonical(value: object) -> tuple[bytes, bool]:
    """The canonical JSON, and whether a string had to be composed for it."""
    raw = _ENCODER.encode(value)
    if b":null" in raw:
        raw = _without_nulls(raw)
    if raw.isascii() or unicodedata.is_normalized("NFC", raw.decode()):
        return raw, False
    return _ENCODER.encode(_composed(msgspec.json.decode(raw))), True


def _without_nulls(raw: bytes) -> bytes:
    """Leave fields of None out. A quote inside a string is escaped, so that only a field's name can match."""
    return _ONLY_NULL.sub(b"{}", _LAST_NULL.sub(b"", _NULL.sub(b"", raw)))


class Codec:
    """Turns facts into bytes and back; decoders are built once for each type and process."""

    def __init__(self, lifts: Mapping[tuple[str, int], Lift] = LIFTS) -> None:
        self._lifts = lifts

    def encode(self, fact: Fact) -> tuple[Fact, FactType, bytes]:
        """The fact as it will be read again, its type, and its payload."""
        payload, composed = _canonical(fact)
        if composed:
            fact = _read(type(fact), payload)
        return fact, BY_TYPE[type(fact)], payload

    def decode(self, type_: str, version: int, payload: bytes) -> Fact | UnknownFact:
        """The fact, lifted to its newest form; UnknownFact for what this program cannot read."""
        try:
            entry = BY_NAME.get((type_, version))
            if entry is not None:
                fact: Fact = _read(entry.type, payload)
                return fact
            if (type_, version) in self._lifts:
                return self._lifted(type_, version, payload)
        except _UNREADABLE:
            return UnknownFact(type_, version, payload)
        return UnknownFact(type_, version, payload)

    def told(self, aggregate: str, id_: str, type_: str, version: int, payload: bytes) -> Fact | UnknownFact:
        """The fact as part of one aggregate's history; UnknownFact also where it speaks of another aggregate."""
        fact = self.decode(type_, version, payload)
        if isinstance(fact, UnknownFact):
            return fact
        entry = BY_TYPE[type(fact)]
        if entry.aggregate == aggregate and (getattr(fact, entry.key) == id_ or aggregate_of(fact)[1] == id_):
            return fact
        return UnknownFact(type_, version, payload)

    def document(self, kind: DocumentKind, body: bytes) -> Document:
        """A document's body by its kind's type."""
        return _document(kind, body)

    def value(self, type_: type[Any], payload: bytes) -> Any:
        """Any other frozen value this codec wrote."""
        return _read(type_, payload)

    def _lifted(self, type_: str, version: int, payload: bytes) -> Fact:
        plain = msgspec.json.decode(payload)
        while (type_, version) in self._lifts:
            version, plain = self._lifts[type_, version](plain)
        fact: Fact = _read(BY_NAME[type_, version].type, _ENCODER.encode(plain))
        return fact


class _Put(msgspec.Struct):
    """A DocumentPut whose body is read by its kind."""

    kind: DocumentKind
    document_id: str
    body: msgspec.Raw


_PUT = msgspec.json.Decoder(_Put)


def _put(payload: bytes) -> DocumentPut:
    put = _PUT.decode(payload)
    body = _document(put.kind, bytes(put.body))
    if body.id != put.document_id:  # two histories would write one row
        raise ValueError("a document is put under another id than its own")
    return DocumentPut(put.kind, put.document_id, body)


def _document(kind: DocumentKind, body: bytes) -> Document:
    found: Document = _read(DOCUMENT_TYPES[kind], body)
    return found


def _read(type_: type, payload: bytes) -> Any:  # an instance of the type
    return _reader(type_)(payload)


@cache
def _reader(type_: type) -> Callable[[bytes], Any]:  # answers an instance of the type
    """What reads values of a type, and raises for what is beyond all bounds."""
    if type_ is DocumentPut:
        return _put
    with _BUILDING:
        return _within_range(type_, _decoder(type_))


def _within_range(type_: type, read: Callable[[bytes], Any]) -> Callable[[bytes], Any]:  # an instance of the type
    """The same reader, which raises for what is beyond all bounds."""
    check = check_of(type_)
    if check is None:
        return read

    def read_checked(payload: bytes) -> Any:  # an instance of the type
        value = read(payload)
        check(value)
        return value

    return read_checked


def _decoder(type_: type) -> Callable[[bytes], Any]:  # answers an instance of the type
    fill = _filler(type_)
    if fill is None:
        return msgspec.json.Decoder(type_).decode
    with _none_where_absent(type_):
        decode: Callable[[bytes], Any] = msgspec.json.Decoder(type_).decode

    def read(payload: bytes) -> Any:  # an instance of the type
        try:
            return decode(payload)
        except msgspec.ValidationError:  # where somebody had built a decoder for a part of it before
            return _filled(type_, payload, fill)

    return read


@contextmanager
def _none_where_absent(type_: type) -> Iterator[None]:
    """For the building of a decoder: fields that may be None and have no default are None when they are left out.

    msgspec looks at the dataclass's fields once and remembers; this saves the way over plain values, three times as
    long, for every fact that is read.
    """
    absent = [field for part in _parts(type_, set()) for field in _without_default(part)]
    for field in absent:
        field.default = None
    try:
        yield
    finally:
        for field in absent:
            field.default = MISSING


def _parts(hint: Any, seen: set[type]) -> Iterator[type]:  # a hint may be any type there is
    """Every dataclass a type is made of, itself included."""
    if is_dataclass(hint) and isinstance(hint, type) and hint not in seen:
        seen.add(hint)
        yield hint
        for inner in hints_of(hint).values():
            yield from _parts(inner, seen)
    for argument in typing.get_args(hint):
        yield from _parts(argument, seen)


def _without_default(type_: type) -> list[Field[Any]]:
    hints = hints_of(type_)
    return [
        field
        for field in fields(type_)
        if field.default is MISSING and type(None) in typing.get_args(hints[field.name])
    ]


def _filled(type_: type, payload: bytes, fill: Fill) -> Any:  # an instance of the type
    plain = msgspec.json.decode(payload)
    fill(plain)
    return msgspec.convert(plain, type_)


def _filler(hint: Any) -> Fill | None:  # a hint may be any type there is
    """Puts None back where a field without a default was left out; None when a type has no such field."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if is_dataclass(hint):
        return _dataclass_filler(typing.cast(type, hint))
    if origin is tuple:
        return _tuple_filler(arguments)
    if origin in (types.UnionType, typing.Union):
        inner = [found for found in map(_filler, arguments) if found is not None]
        return _unless_none(inner[0]) if inner else None
    return None


@cache
def _dataclass_filler(type_: type) -> Fill | None:
    hints = hints_of(type_)
    absent = [field.name for field in _without_default(type_)]
    inner = {name: fill for name, hint in hints.items() if (fill := _filler(hint)) is not None}
    if not absent and not inner:
        return None

    def fill_fields(plain: Plain) -> None:
        if not isinstance(plain, dict):
            return  # the decoder says what is wrong with it
        for name in absent:
            plain.setdefault(name, None)
        for name, deeper in inner.items():
            if name in plain:
                deeper(plain[name])

    return fill_fields


def _tuple_filler(arguments: tuple[Any, ...]) -> Fill | None:
    fills = [_filler(argument) for argument in arguments if argument is not Ellipsis]
    if not any(fills):
        return None
    endless = Ellipsis in arguments

    def fill_parts(plain: Plain) -> None:
        if not isinstance(plain, list):
            return
        for place, part in enumerate(plain):
            deeper = fills[0 if endless else place]
            if deeper is not None:
                deeper(part)

    return fill_parts


def _unless_none(fill: Fill) -> Fill:
    return lambda plain: None if plain is None else fill(plain)


def _composed(plain: Plain) -> Plain:
    if isinstance(plain, str):
        return unicodedata.normalize("NFC", plain)
    if isinstance(plain, list):
        return [_composed(part) for part in plain]
    if isinstance(plain, dict):
        return {key: _composed(part) for key, part in plain.items()}
    return plain
