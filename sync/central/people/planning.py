"""The plan of shifts, which terminals show at clock-in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from aura_terminal.domain.documents import put
from aura_terminal.domain.ids import ScheduleId
from aura_terminal.domain.schedules import Schedule
from sync.central import resources
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import duplicate
from sync.central.catalogue.kinds import SCHEDULE
from sync.central.people.members import named


def plan(desk: ServedDesk, said: Mapping[str, Any]) -> dict[str, Any]:
    """A shift is planned. Raises Refused (409) for one that begins at the same moment for the same person."""
    member = named(desk, said["employee_id"])
    day, starts = date.fromisoformat(said["shift_date"]), time.fromisoformat(said["start_time"])
    for other in desk.shelf.all(Schedule):
        if (other.staff_id, other.shift_date, other.starts) == (member.id, day, starts):
            raise duplicate("This shift is planned already", "start_time")
    schedule = Schedule(
        ScheduleId(desk.press.ids.new()), member.id, day, starts, time.fromisoformat(said["end_time"]),
        said.get("position", ""), said.get("section", ""), said.get("break_duration_minutes", 0), said.get("notes", ""),
    )  # fmt: skip
    desk.keep(put(schedule))
    desk.lay_out()
    number = desk.shelf.number("schedule", schedule.id)
    return resources.existing(desk.connection, desk.tenant.number, SCHEDULE, number).answered()
