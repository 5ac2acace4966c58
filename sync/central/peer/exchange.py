"""Every station of a worker, and the pulse that moves them: four times a second, as the machine wants it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from anyio import to_thread
from sqlalchemy import select

from aura_terminal.ports.chance import Clock
from sync.central.peer.shared import CentralJournal
from sync.central.peer.station import Station
from sync.central.store.database import Database
from sync.central.store.desk import Press
from sync.central.store.journal import Tenant
from sync.central.store.tables import TENANTS
from sync.mesh.contract import Moment
from sync.mesh.machine import Mesh

LOG = logging.getLogger("aura_terminal.central")
PULSE = 0.25
JUDGED_EVERY = 15.0
"""Seconds between two looks whether a terminal's account, its session and its token are still good."""


class Exchange:
    """The stores whose terminals are connected to this worker; on its event loop alone."""

    def __init__(self, database: Database, press: Press) -> None:
        self._database = database
        self._press = press
        self._stations: dict[int, Station] = {}
        self._pulse: asyncio.Task[None] | None = None

    @property
    def clock(self) -> Clock:
        """What time it is."""
        return self._press.clock

    def station(self, tenant: Tenant) -> Station:
        """The machine of a store; it begins when its first terminal comes."""
        found = self._stations.get(tenant.number)
        if found is None:
            journal = CentralJournal(self._database, self._press, tenant.number)
            found = self._stations[tenant.number] = Station(tenant, journal, self._press.clock)
        if self._pulse is None or self._pulse.done():
            self._pulse = asyncio.create_task(self._beat())
        return found

    async def close(self) -> None:
        """Hang up on everybody."""
        if self._pulse is not None:
            self._pulse.cancel()
        for station in self._stations.values():
            for line in station.lines.values():
                line.end("the central is closing")
        self._stations.clear()

    async def _beat(self) -> None:
        while self._stations:
            await asyncio.sleep(PULSE)
            try:
                await self._once()
            except Exception:  # the top of this task: the next beat tries again, and the log knows
                LOG.exception("The exchange of facts stumbled")

    async def _once(self) -> None:
        for number in [number for number, station in self._stations.items() if not station.lines]:
            del self._stations[number]
        if not self._stations:
            return
        await self._judge()
        places = await to_thread.run_sync(self._places)
        for number, station in list(self._stations.items()):
            if places.get(number, station.place) != station.place:
                station.place = places[number]
                await station.turn(_committed)
            await station.turn(_tick)

    async def _judge(self) -> None:
        now = self._press.clock.monotonic()
        lines = [line for station in self._stations.values() for line in station.lines.values()]
        due = [line for line in lines if now - line.judged >= JUDGED_EVERY]
        for line in due:
            line.judged = now
        verdicts = await to_thread.run_sync(lambda: [line.judge() for line in due]) if due else []
        for line, verdict in zip(due, verdicts, strict=True):
            if verdict is not None:
                line.end(verdict.why, verdict.code)

    def _places(self) -> Mapping[int, int]:
        asked = select(TENANTS.c.tenant, TENANTS.c.last_place).where(TENANTS.c.tenant.in_(list(self._stations)))
        with self._database.reading() as connection:
            return {int(row[0]): int(row[1]) for row in connection.execute(asked)}


def _committed(mesh: Mesh, now: Moment) -> None:
    mesh.committed(now)


def _tick(mesh: Mesh, now: Moment) -> None:
    mesh.tick(now)
