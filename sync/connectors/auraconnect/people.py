"""Punches as AuraConnect is told of them: who, and in words when; its documents carry no time of ours.

They know no change either: a punch is told as it counts when it is told. One that was told stays there as it was.
"""

from __future__ import annotations

from datetime import datetime

from aura_terminal.domain.central import CentralRecord, RecordId, name_of
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import PunchId, StaffId
from aura_terminal.domain.labor import PunchKind, PunchRecorded, TimeSheet
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.endpoints import CLOCK_IN, CLOCK_OUT
from sync.connectors.auraconnect.naming import as_sent, central_id_of, record_of
from sync.connectors.auraconnect.order_body import BETWEEN
from sync.reconcile.contract import Lane, Plan, Problem, Step, digest_of
from sync.reconcile.translator import CannotTell
from sync.reconcile.written import utc

ENDPOINTS = {PunchKind.CLOCK_IN: CLOCK_IN, PunchKind.CLOCK_OUT: CLOCK_OUT}


def punch_record(punch: PunchRecorded) -> RecordId | None:
    """The record of a punch, which names the person as well; None for breaks, of which the documents know nothing."""
    return record_of("punch", f"{punch.staff_id}/{punch.punch_id}") if punch.kind in ENDPOINTS else None


def plan_punch(record: CentralRecord, picture: Picture) -> Plan:
    """The punch, after the one before it by the same person: the order they arrive in is all the central knows.

    One that was withdrawn before is not told, nor one that lies before another that was told: there it would begin or
    end another shift than its own.
    Raises CannotTell for somebody who is not known there.
    """
    staff_id, _, punch_id = name_of(record.id).local_id.rpartition("/")
    sheet = picture.time_sheet(StaffId(staff_id))
    punch = next((one for one in sheet.counted if one.punch_id == punch_id), None)
    if punch is None or punch.kind not in ENDPOINTS or record.done or record.set_aside:
        return Plan()
    if any(_is_told(one, picture) for one in sheet.counted if _place(one) > _place(punch)):
        return Plan()
    employee = central_id_of(picture, "staff", staff_id)
    if not employee:
        raise CannotTell(Problem.UNKNOWN_STAFF, staff_id, record_of("staff", staff_id))
    said = (
        punch.kind.value.replace("_", " "), utc(punch.at), f"at {punch.terminal}", *_changed(sheet, punch),
        *_breaks(sheet, punch),
    )  # fmt: skip
    body: dict[str, Plain] = {
        "employee_id": as_sent(employee),
        "notes": BETWEEN.join((*said, f"[{punch.punch_id}]")),
    }
    call = ENDPOINTS[punch.kind].call(body)
    step = Step(
        record.id, "punch", Lane.PEOPLE, call, digest_of(body), creates=True, needs=_before(sheet, punch, picture)
    )
    return Plan((step,))


def _before(sheet: TimeSheet, punch: PunchRecorded, picture: Picture) -> tuple[RecordId, ...]:
    """The last punch before it that the central is still to hear of."""
    earlier = sorted((one for one in sheet.counted if _place(one) < _place(punch)), key=_place, reverse=True)
    for one in earlier:
        record_id = punch_record(one)
        if record_id is not None:
            record = picture.record(record_id)
            return () if record.done or record.set_aside or record.refused else (record_id,)
    return ()


def _is_told(punch: PunchRecorded, picture: Picture) -> bool:
    record_id = punch_record(punch)
    return record_id is not None and bool(picture.record(record_id).done)


def _changed(sheet: TimeSheet, punch: PunchRecorded) -> tuple[str, ...]:
    """That a punch was changed, and why; of a clock-out also when its shift began, where that was changed."""
    last = sheet.changes_of(punch.punch_id)[-1:]
    own = tuple(f"corrected: {one.approval.purpose}" for one in last)
    if punch.kind is not PunchKind.CLOCK_OUT:
        return own
    began = (shift for shift in sheet.shifts if shift.ended_at == punch.at and sheet.changes_of(shift.id))
    return (*own, *(f"shift from {utc(shift.began_at)} (corrected)" for shift in began))


def _place(punch: PunchRecorded) -> tuple[datetime, int, PunchId]:
    """By time; in one instant, in the order a shift has."""
    return punch.at, list(PunchKind).index(punch.kind), punch.punch_id


def _breaks(sheet: TimeSheet, punch: PunchRecorded) -> tuple[str, ...]:
    """The breaks of the shift that a clock-out ends."""
    if punch.kind is not PunchKind.CLOCK_OUT:
        return ()
    ended = [shift for shift in sheet.shifts if shift.ended_at == punch.at]
    breaks = (rest for shift in ended for rest in shift.breaks if rest.ended_at is not None)
    return tuple(f"break {utc(rest.began_at)} to {utc(rest.ended_at)}" for rest in breaks if rest.ended_at)
