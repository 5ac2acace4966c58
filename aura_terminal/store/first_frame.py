"""What the first picture needs, read straight from the folds with the driver alone: no SQLAlchemy, no codec.

The screen shows this while the store thread is still loading its libraries.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.ports.tiles import CategoryRow, StaffRow, TileRow
from aura_terminal.store.cipher import open_file
from aura_terminal.store.driver import RawConnection, sqlite
from aura_terminal.store.errors import Refused
from aura_terminal.store.menu_rows import CATEGORIES, TILES, tile

_PROFILE = "SELECT body FROM documents WHERE kind = 'store' AND id = 'store'"
_TERMINAL = "SELECT value FROM meta WHERE key = 'label'"
_STAFF = """SELECT d.body FROM documents AS d JOIN staff_access AS a ON a.staff_id = d.id AND a.verifier <> ''
WHERE d.kind = 'staff'"""
_ROLES = "SELECT body FROM documents WHERE kind = 'role'"


@dataclass(frozen=True, slots=True)
class FirstFrame:
    """The sign-in screen and the register's first category; `calendar` says which business day it is.

    `language` and `kitchen_language` are the store's, "" where none was chosen.
    """

    terminal: str
    store_name: str
    currency: str
    calendar: BusinessCalendar
    categories: tuple[CategoryRow, ...]
    tiles: tuple[TileRow, ...]
    staff: tuple[StaffRow, ...]
    language: str = ""
    kitchen_language: str = ""


def first_frame(path: Path) -> FirstFrame | None:
    """The first picture of the store file; None where there is no store to show yet or it cannot be read.

    Whatever is wrong with the file is said by opening the store, which checks it.
    """
    try:
        raw = open_file(path, "mode=ro")
    except (sqlite.Error, Refused):
        return None
    try:
        raw.execute("PRAGMA query_only=ON")
        raw.execute("PRAGMA trusted_schema=OFF")
        raw.execute("BEGIN")
        return _frame(raw)
    except (sqlite.Error, ValueError, KeyError, TypeError):
        return None
    finally:
        raw.close()


def _frame(raw: RawConnection) -> FirstFrame:
    profile = json.loads(raw.execute(_PROFILE).fetchone()[0])
    zone = profile["calendar"]
    categories = tuple(CategoryRow(*row) for row in raw.execute(CATEGORIES))
    shown = {"category": categories[0].id if categories else ""}
    return FirstFrame(
        terminal=raw.execute(_TERMINAL).fetchone()[0],
        store_name=profile["name"],
        currency=profile["currency"],
        calendar=BusinessCalendar(zone["zone"], time.fromisoformat(zone["cutoff"])),
        categories=categories,
        tiles=tuple(tile(row) for row in raw.execute(TILES, shown)),
        staff=_staff(raw),
        language=profile.get("language", ""),
        kitchen_language=profile.get("kitchen_language", ""),
    )


def _staff(raw: RawConnection) -> tuple[StaffRow, ...]:
    roles = {role["id"]: role["name"] for role in _bodies(raw, _ROLES)}
    members = [member for member in _bodies(raw, _STAFF) if member["active"]]
    members.sort(key=lambda member: (member["name"], member["id"]))
    return tuple(
        StaffRow(
            one["id"], one["name"], one["initials"], _first_role(one, roles), one["colour"], one.get("language", "")
        )
        for one in members
    )


def _first_role(member: dict[str, Any], roles: dict[str, str]) -> str:
    return roles.get(member["roles"][0], "") if member["roles"] else ""


def _bodies(raw: RawConnection, question: str) -> list[dict[str, Any]]:
    return [json.loads(row[0]) for row in raw.execute(question)]
