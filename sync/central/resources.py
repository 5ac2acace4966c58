"""Stored data of any kind: a number, a body, and a fact for every change that says who made it.

A section describes its kind once (`Kind`); putting, withdrawing, finding and listing are the same for all. The body is
JSON as the API answers it, without its number and times.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, update

from sync.central.api.errors import not_found
from sync.central.api.pages import Found, Searched, page_of, sorted_by, within
from sync.central.api.values import timestamp_of
from sync.central.store.desk import Desk
from sync.central.store.statements import changing, inserting
from sync.central.store.tables import RESOURCES

AGGREGATE = "resource"
PUT, WITHDRAWN = "resource_put", "resource_withdrawn"
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of stored data: which of its fields it is found by.

    `words` is a field with a list of texts; `subject` one with the number of whoever it is about.
    """

    name: str
    title: str
    searched: Sequence[str] = ("name",)
    named: str = "name"
    status: str = ""
    category: str = ""
    words: str = ""
    day: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """One thing of a kind, as it stands."""

    number: int
    body: dict[str, Any]
    created_ms: int
    updated_ms: int

    def answered(self) -> dict[str, Any]:
        """As the API says it: its number first, its times last."""
        times = {"created_at": timestamp_of(self.created_ms), "updated_at": timestamp_of(self.updated_ms)}
        return {"id": self.number, **self.body, **times}


def create(desk: Desk, kind: Kind, body: Body, number: int | None = None) -> Stored:
    """Store a new thing under the next number, or under the one it has already."""
    given = desk.draw(kind.name) if number is None else number
    row = {"tenant": desk.tenant.number, "kind": kind.name, "number": given, "created_ms": desk.now_ms, "gone": 0}
    desk.write(_NEW, {**row, **columns_of(kind, body), "updated_ms": desk.now_ms})
    _fact(desk, PUT, kind, given, body)
    return Stored(given, dict(body), desk.now_ms, desk.now_ms)


def change(desk: Desk, kind: Kind, stored: Stored, body: Body) -> Stored:
    """Replace the body of a thing; the same body again changes nothing."""
    if _canonical(body) == _canonical(stored.body):
        return stored
    key = {"key_tenant": desk.tenant.number, "key_kind": kind.name, "key_number": stored.number}
    desk.write(_CHANGED, {**key, **columns_of(kind, body), "updated_ms": desk.now_ms, "gone": 0})
    _fact(desk, PUT, kind, stored.number, body)
    return Stored(stored.number, dict(body), stored.created_ms, desk.now_ms)


def withdraw(desk: Desk, kind: Kind, number: int) -> None:
    """Take a thing off every list; what it was stays in the journal."""
    desk.connection.execute(
        update(RESOURCES).where(*_is(desk.tenant.number, kind, number)), {"gone": 1, "updated_ms": desk.now_ms}
    )
    _fact(desk, WITHDRAWN, kind, number, {})


def find(connection: Connection, tenant: int, kind: Kind, number: int) -> Stored | None:
    """A thing that was not withdrawn."""
    asked = _SELECT.where(*_is(tenant, kind, number), RESOURCES.c.gone == 0)
    row = connection.execute(asked).one_or_none()
    return None if row is None else _stored(row)


def existing(connection: Connection, tenant: int, kind: Kind, number: int) -> Stored:
    """The same; Refused (404) when there is none."""
    found = find(connection, tenant, kind, number)
    if found is None:
        raise not_found(kind.title)
    return found


def named(connection: Connection, tenant: int, kind: Kind, name: str) -> Stored | None:
    """A thing by its name, whatever its letters' case."""
    asked = _SELECT.where(RESOURCES.c.tenant == tenant, RESOURCES.c.kind == kind.name, RESOURCES.c.gone == 0)
    row = connection.execute(asked.where(RESOURCES.c.name == name.casefold())).first()
    return None if row is None else _stored(row)


def all_of(connection: Connection, tenant: int, kind: Kind, *conditions: ColumnElement[bool]) -> list[Stored]:
    """Every thing of a kind that meets the conditions, by number."""
    asked = _SELECT.where(RESOURCES.c.tenant == tenant, RESOURCES.c.kind == kind.name, RESOURCES.c.gone == 0)
    rows = connection.execute(asked.where(*conditions).order_by(RESOURCES.c.number))
    return [_stored(row) for row in rows]


SORTS: Mapping[str, ColumnElement[Any]] = {
    "created_at": RESOURCES.c.created_ms, "updated_at": RESOURCES.c.updated_ms, "name": RESOURCES.c.name,
    "id": RESOURCES.c.number, "status": RESOURCES.c.status,
    "shift_date": RESOURCES.c.day,
}  # fmt: skip


def listed(
    connection: Connection, tenant: int, kind: Kind, searched: Searched, sort_by: str = "created_at",
    *conditions: ColumnElement[bool],
) -> Found:  # fmt: skip
    """One page of a kind; the rows are `Stored`."""
    asked = _SELECT.where(RESOURCES.c.tenant == tenant, RESOURCES.c.kind == kind.name, RESOURCES.c.gone == 0)
    asked = asked.where(*within(searched, RESOURCES.c.search, RESOURCES.c.created_ms), *conditions)
    order = sorted_by(SORTS, sort_by, searched.sort_order, RESOURCES.c.number)
    found = page_of(connection, asked, searched, order)
    return Found([_stored(row) for row in found.rows], found.total)


def has_word(word: str) -> ColumnElement[bool]:
    """Whether a list of texts holds this one."""
    return RESOURCES.c.words.contains(f"|{word.casefold()}|", autoescape=True)


_SELECT: Select[Any] = select(
    RESOURCES.c.number, RESOURCES.c.body, RESOURCES.c.created_ms, RESOURCES.c.updated_ms
)  # fmt: skip


_NEW = inserting(RESOURCES)
_CHANGED = changing(RESOURCES, ("tenant", "kind", "number"), (
    "body", "name", "search", "status", "category", "words", "day", "subject", "updated_ms", "gone",
))  # fmt: skip


def _is(tenant: int, kind: Kind, number: int) -> tuple[ColumnElement[bool], ...]:
    return (RESOURCES.c.tenant == tenant, RESOURCES.c.kind == kind.name, RESOURCES.c.number == number)


def _stored(row: Any) -> Stored:  # a row of SQLAlchemy
    return Stored(int(row[0]), json.loads(row[1]), int(row[2]), int(row[3]))


def columns_of(kind: Kind, body: Body) -> dict[str, Any]:
    """The columns of a row with this body."""
    words = body.get(kind.words) or () if kind.words else ()
    return {
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        "name": str(body.get(kind.named) or "").casefold(),
        "search": " ".join(str(body[field]) for field in kind.searched if body.get(field)).casefold(),
        "status": _text(body, kind.status), "category": _text(body, kind.category).casefold(),
        "words": "".join(f"|{word}|" for word in words).casefold(),
        "day": _text(body, kind.day), "subject": int(body.get(kind.subject) or 0) if kind.subject else 0,
    }  # fmt: skip


def _text(body: Body, field: str) -> str:
    found = body.get(field) if field else ""
    if isinstance(found, bool):
        return "active" if found else "inactive"
    return "" if found is None else str(found)


def _fact(desk: Desk, type_: str, kind: Kind, number: int, body: Body) -> None:
    said = {"kind": kind.name, "number": number, **({"body": dict(body)} if type_ == PUT else {})}
    desk.look_again(kind.name)
    desk.note(AGGREGATE, f"{kind.name}/{number}", type_, 1, _canonical(said))


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
