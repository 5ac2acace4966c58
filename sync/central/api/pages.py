"""Lists: pages, sorting and searching as both documents describe them, over rows or over what a query found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import ColumnElement, Connection, Select, func, select

from sync.central.api.values import NO_NUL, Answered, Asked, Instant
from sync.central.store.desk import milliseconds


class Paged(Asked):
    """Overview, "Pagination" and "Sorting"."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=100)] = 20
    sort_order: Literal["asc", "desc"] | None = None


class Searched(Paged):
    """A list that can be searched and cut by when things were made."""

    search: Annotated[str, Field(max_length=200, pattern=NO_NUL)] = ""
    created_from: Instant | None = None
    created_to: Instant | None = None


class Meta(Answered):
    """Reference, "Pagination"."""

    page: int
    page_size: int
    total_pages: int
    total_count: int
    has_next: bool
    has_previous: bool


def meta_of(paged: Paged, total: int) -> Meta:
    """Where a page stands among all."""
    pages = -(-total // paged.page_size)
    return Meta(
        page=paged.page, page_size=paged.page_size, total_pages=pages, total_count=total,
        has_next=paged.page < pages, has_previous=paged.page > 1,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one page and how many there are in all."""

    rows: Sequence[Any]
    total: int


def page_of(connection: Connection, asked: Select[Any], paged: Paged, order: Sequence[ColumnElement[Any]]) -> Found:
    """One page of what a query finds, and how many it finds."""
    total = connection.execute(select(func.count()).select_from(asked.order_by(None).subquery())).scalar() or 0
    start = (paged.page - 1) * paged.page_size
    if start >= total:
        return Found((), int(total))
    rows = connection.execute(asked.order_by(*order).limit(paged.page_size).offset(start)).all()
    return Found(rows, int(total))


def cut(found: Sequence[Any], paged: Paged) -> Found:
    """One page of what is in memory already."""
    start = (paged.page - 1) * paged.page_size
    return Found(found[start : start + paged.page_size], len(found))


def within(searched: Searched, search: ColumnElement[str], created: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """The conditions that searching and cutting come to."""
    conditions: list[ColumnElement[bool]] = []
    for word in searched.search.casefold().split():
        conditions.append(search.contains(word, autoescape=True))
    if searched.created_from is not None:
        conditions.append(created >= milliseconds(searched.created_from))
    if searched.created_to is not None:
        conditions.append(created <= milliseconds(searched.created_to))
    return conditions


def sorted_by(
    columns: Mapping[str, ColumnElement[Any]], asked: str, order: str | None, tie: ColumnElement[Any]
) -> list[ColumnElement[Any]]:
    """How a list is sorted: by times newest first, by anything else ascending, and never by chance."""
    column = columns[asked]
    falling = (order or ("desc" if asked in ("created_at", "updated_at") else "asc")) == "desc"
    return [column.desc(), tie.desc()] if falling else [column.asc(), tie.asc()]
