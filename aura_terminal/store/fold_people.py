"""How staff sign in, as rows; these histories never end, so each goes on from its own row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import StaffAccess
from aura_terminal.store.codec import canonical
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.statements import Prepared
from aura_terminal.store.tables import STAFF_ACCESS


def _rows(access: StaffAccess, stamp: int) -> tuple[Rows, ...]:
    places = canonical(sorted(access.signed_in_on)).decode()
    return ({(access.id,): (access.id, access.verifier, access.failed_tries, places, stamp)},)


def _resume(row: Sequence[Any]) -> tuple[StaffAccess, int]:  # a row of staff_access
    staff_id, verifier, failed_tries, places, stamp = row
    return StaffAccess(StaffId(staff_id), verifier, failed_tries, set(json.loads(places))), stamp


ACCESS_FAMILY = Family(
    Aggregate.ACCESS, (FoldTable(STAFF_ACCESS),), StaffAccess, _rows,
    snapshot=Prepared(select(STAFF_ACCESS).where(STAFF_ACCESS.c.staff_id == bindparam("id"))), resume=_resume,
)  # fmt: skip
