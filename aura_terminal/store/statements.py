"""Statements written once, compiled on first use and run as they are ever after."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ClauseElement

Row = tuple[Any, ...]  # column values as SQLite has them: int, str, bytes, None


class Prepared:
    """One statement; its values are given in the order in which they appear in it."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement

    @cached_property
    def sql(self) -> str:
        """The statement in SQLite's words."""
        assert isinstance(self._statement, ClauseElement)
        return str(self._statement.compile(dialect=sqlite.dialect(paramstyle="qmark")))


def literal(sql: str) -> Prepared:
    """A statement given as SQL; values are marked `:name` and bound by position."""
    return Prepared(text(sql))
