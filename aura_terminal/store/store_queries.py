"""The store itself, read from its folds."""

from __future__ import annotations

from datetime import datetime

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Role, StaffMember
from aura_terminal.domain.store_clock import store_offset
from aura_terminal.ports.reads import StaffRow, StoreStatus
from aura_terminal.store.peers import fresh_skews
from aura_terminal.store.reading import Reading
from aura_terminal.store.spool import StoredSpool
from aura_terminal.store.statements import literal

_WITH_PIN = literal("SELECT staff_id FROM staff_access WHERE verifier <> ''")
_COUNTS = literal("""
SELECT (SELECT coalesce(sum(last_seq), 0) FROM origins),
  (SELECT count(*) FROM orders WHERE status = 'open'),
  (SELECT count(*) FROM tickets WHERE bumped_us IS NULL)""")


class StoreQueries:
    """The StoreReads port."""

    def __init__(self, reading: Reading, spool: StoredSpool) -> None:
        self._reading = reading
        self._spool = spool

    def profile(self) -> StoreProfile:
        return self._reading.shelf.get(StoreProfile, STORE_PROFILE)

    def staff(self) -> tuple[StaffRow, ...]:
        shelf = self._reading.shelf
        with_pin = {StaffId(row[0]) for row in self._reading.rows(_WITH_PIN)}
        roles = {role.id: role.name for role in shelf.all(Role)}
        members = sorted(shelf.all(StaffMember), key=lambda member: (member.name, member.id))
        return tuple(
            StaffRow(
                one.id,
                one.name,
                one.initials,
                roles.get(one.roles[0], "") if one.roles else "",
                one.colour,
                one.language,
            )
            for one in members
            if one.active and one.id in with_pin
        )

    def status(self, now: datetime) -> StoreStatus:
        facts, open_orders, live_tickets = self._reading.one(_COUNTS)
        day = self._reading.shelf.calendar.date_of(now + store_offset(fresh_skews(self._reading.connection, now)))
        jobs = self._spool.status()
        return StoreStatus(facts, day, jobs.waiting, jobs.in_trouble, open_orders, live_tickets)

    def changes(self) -> int:
        return self._reading.changes()
