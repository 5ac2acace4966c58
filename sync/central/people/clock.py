"""Clocking in and out, and the shifts that follow: rows that hours and wages are counted from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import PunchId
from aura_terminal.domain.labor import PunchKind, PunchRecorded, Shift
from aura_terminal.domain.staff import StaffMember
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import forbidden, invalid, wrong_state
from sync.central.api.rights import RECORD
from sync.central.api.values import timestamp
from sync.central.people.members import named
from sync.central.store.desk import Desk, milliseconds
from sync.central.store.tables import SHIFTS

AHEAD = timedelta(minutes=5)


def begin(desk: ServedDesk, number: int, at: datetime | None) -> Mapping[str, Any]:
    """Somebody begins a shift. Raises RuleBroken(CLOCKED_IN_ALREADY)."""
    member = named(desk, number)
    punch = _punch(desk, member, PunchKind.CLOCK_IN, at)
    told = _told(desk, number, member, punch)
    desk.tell("staff.clocked_in", {"employee_id": number, "name": member.name, "timestamp": told["timestamp"]})
    return told


def end(desk: ServedDesk, number: int, at: datetime | None) -> Mapping[str, Any]:
    """Somebody ends the shift, and a break that still lasts. Raises RuleBroken(NOT_CLOCKED_IN)."""
    member = named(desk, number)
    punch = _punch(desk, member, PunchKind.CLOCK_OUT, at)
    shift = next((one for one in desk.time_sheet(member.id).shifts if one.ended_at == punch.at), None)
    told = _told(desk, number, member, punch)
    if shift is not None:
        told |= {"shift_started_at": timestamp(shift.began_at), "hours_worked": hours(shift.worked(punch.at))}
    desk.tell("staff.clocked_out", {"employee_id": number, "name": member.name, "timestamp": told["timestamp"]})
    return told


def lay_out_shifts(desk: Desk, staff_id: str) -> None:
    """Write the shifts of one person; those that stand as they should are left alone."""
    number = desk.number("staff", staff_id)
    key = (SHIFTS.c.tenant == desk.tenant.number, SHIFTS.c.staff == number)
    wanted = {milliseconds(shift.began_at): _row(desk, number, shift) for shift in desk.time_sheet(staff_id).shifts}
    rows = desk.connection.execute(select(SHIFTS).where(*key)).mappings()
    before: dict[int, dict[str, Any]] = {int(row["began_ms"]): {str(k): v for k, v in row.items()} for row in rows}
    stale = [began for began, row in before.items() if wanted.get(began) != row]
    if stale:
        desk.connection.execute(delete(SHIFTS).where(*key, SHIFTS.c.began_ms.in_(stale)))
    new = [row for began, row in wanted.items() if before.get(began) != row]
    if new:
        desk.connection.execute(insert(SHIFTS), new)


def hours(worked: timedelta) -> str:
    """A span in hours with two decimals."""
    return f"{Decimal(int(worked.total_seconds())) / 3600:.2f}"


def _punch(desk: ServedDesk, member: StaffMember, kind: PunchKind, at: datetime | None) -> PunchRecorded:
    if not member.active:
        raise wrong_state("This person does not work here any more")
    if at is not None and not desk.by.may(RECORD):
        raise forbidden("Only who records what was done elsewhere may say when it was")
    when = at or desk.now
    if when > desk.now + AHEAD:
        raise invalid("timestamp", "is in the future")
    sheet = desk.time_sheet(member.id)
    sheet.must_allow(kind, member.name)
    day = desk.shelf.profile.calendar.date_of(when)
    fact = PunchRecorded(PunchId(desk.press.ids.new()), member.id, kind, when, desk.tenant.label, day)
    desk.keep(fact)
    desk.touch(Aggregate.LABOR, member.id)
    return fact


def _told(desk: ServedDesk, number: int, member: StaffMember, punch: PunchRecorded) -> dict[str, Any]:
    return {
        "punch_id": desk.number("punch", punch.punch_id), "employee_id": number, "employee_name": member.name,
        "status": "clocked_in" if punch.kind is PunchKind.CLOCK_IN else "clocked_out",
        "timestamp": timestamp(punch.at),
    }  # fmt: skip


def _row(desk: Desk, number: int, shift: Shift) -> dict[str, Any]:
    ended = shift.ended_at
    worked = shift.worked(ended) if ended is not None else timedelta()
    return {
        "tenant": desk.tenant.number, "staff": number, "began_ms": milliseconds(shift.began_at),
        "ended_ms": milliseconds(ended) if ended is not None else 0, "worked_s": int(worked.total_seconds()),
        "business_date": shift.business_date.isoformat(),
    }  # fmt: skip
