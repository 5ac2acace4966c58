"""One store that uses four back offices at once, each for what it is good at: a day at work, told to all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from aura_terminal.app.central_settings import CentralName, CentralSettings, shared_out
from aura_terminal.domain.capabilities import Capability
from aura_terminal.store.locks import Role
from sync.connectors.auraconnect.office import OFFICE as AURACONNECT
from sync.reconcile.effects import CourierLimits
from tests.support import auraflow_house, myhibachi_house, unified_house
from tests.support.central_judge import differences
from tests.support.central_process import PASSWORD, CentralProcess
from tests.support.central_service import House
from tests.support.central_shop import central_documents
from tests.support.central_terminal import Kept, Speaks, Terminal, set_up
from tests.support.chance import FixedClock, SeededIds
from tests.support.office_faults import Ground, People, World
from tests.support.store_shop import StoredShop, opened

EMAIL, HOUR = "owner@example.com", 3600.0
GROUNDS: Mapping[CentralName, Ground] = {
    CentralName.AURAFLOW: auraflow_house.GROUND,
    CentralName.MYHIBACHI: myhibachi_house.GROUND,
    CentralName.UNIFIED: unified_house.GROUND,
}
USES: Mapping[CentralName, tuple[Capability, ...]] = {
    CentralName.AURACONNECT: (Capability.CATALOGUE, Capability.SALES, Capability.PEOPLE),
    CentralName.AURAFLOW: (Capability.GUESTS,),
    CentralName.MYHIBACHI: (Capability.BOOKINGS, Capability.ASSISTANT),
    CentralName.UNIFIED: (Capability.ACCOUNTING, Capability.STOCK),
}
ELSEWHERE: Mapping[CentralName, tuple[str, ...]] = {
    CentralName.AURACONNECT: ("customers", "points", "reservations", "supplies", "adjustments", "counts", "feedback"),
    CentralName.AURAFLOW: ("turnover", "('sale'", "('void'", "('return'", "has no product"),
    CentralName.MYHIBACHI: ("customer ",),
    CentralName.UNIFIED: (),
}
"""How the judge of one begins where it speaks of what somebody else is used for."""


@dataclass
class Day:
    """What a day with four back offices came to."""

    told: dict[str, int] = field(default_factory=dict)
    """How many requests changed something at each."""
    again: dict[str, int] = field(default_factory=dict)
    """What was still told when everything had been told: nothing, if all is well."""
    wrong: list[str] = field(default_factory=list)


def play(central: CentralProcess, folder: Path, *, acts: int, seed: int) -> Day:
    """A day at work, judged by the judges of all four."""
    clock = FixedClock(datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0))
    founded, chance = central.add_store(central_documents(), EMAIL), Random(f"four {seed}")
    set_up(folder, "R1", clock, seed)
    stored = opened(folder, clock, SeededIds(clock, seed), Role.NODE)
    worlds: dict[CentralName, World] = {name: ground.world(clock) for name, ground in GROUNDS.items()}
    with _served(worlds), _spoken(stored, folder, clock, seed, central.url, worlds) as desks:
        _round(desks)
        people: list[People] = [
            House(stored.store, stored.shop, clock, stored.ids, chance),
            *(world.people(desks[name], chance) for name, world in worlds.items()),
        ]
        for _ in range(acts):
            chance.choice(people).act()
            clock.advance(seconds=chance.choice((2, 9, 40)))
            for desk in desks.values():
                desk.courier.committed(desk.now)
                while desk.step():
                    pass
        for one in people:
            one.settle()
        _round(desks)
        day = Day({name.value: _told(desk) for name, desk in desks.items()})
        _round(desks)
        day.again = {name.value: _told(desk) - day.told[name.value] for name, desk in desks.items()}
        day.wrong = [*_judged(desks, worlds, stored)]
        with central.store(founded.tenant, EMAIL) as at:
            found = differences(stored.store, at, central.facts(founded.tenant))
        day.wrong += _own(CentralName.AURACONNECT, found)
    stored.store.close()
    return day


def _told(desk: Terminal) -> int:
    """How many requests changed something, but for signing in."""
    return sum(one.method != "GET" and "/auth/" not in one.path for one in desk.sent)


def _round(desks: Mapping[CentralName, Terminal]) -> None:
    """Tell and mirror everything, until nobody has anything left."""
    for _ in range(3):
        for desk in desks.values():
            desk.courier.pull_again(desk.now)
            if not desk.run(30 * HOUR):
                raise AssertionError(f"{desk.name} never comes to rest: {desk.courier.standing(desk.now)}")


def _judged(
    desks: Mapping[CentralName, Terminal], worlds: Mapping[CentralName, World], stored: StoredShop
) -> Iterator[str]:
    for name, world in worlds.items():
        yield from (f"{name.value}: {one}" for one in _own(name, world.differences(desks[name])))
        yield from (f"{name.value} violated: {one}" for one in world.server.violations)
    for row in stored.store.reads.central.centre(20):
        yield f"parked: {row.connector} {row.title} {row.step}: {row.refused.status} {row.refused.said}"


def _own(name: CentralName, found: list[str]) -> list[str]:
    return [one for one in found if not any(word in one for word in ELSEWHERE[name])]


@contextmanager
def _served(worlds: Mapping[CentralName, World]) -> Iterator[None]:
    for world in worlds.values():
        world.server.open()
    try:
        yield
    finally:
        for world in worlds.values():
            world.server.close()


@contextmanager
def _spoken(
    stored: StoredShop, folder: Path, clock: FixedClock, seed: int, url: str, worlds: Mapping[CentralName, World]
) -> Iterator[dict[CentralName, Terminal]]:
    """Somebody at each desk; what each of them is used for is shared out as settings share it out."""
    urls = {name: "http://{}:{}".format(*world.server.address) for name, world in worlds.items()}
    urls[CentralName.AURACONNECT] = url
    tables = tuple(CentralSettings(name, urls[name], EMAIL, serves=serves) for name, serves in USES.items())
    uses, desks = shared_out(tables), dict[CentralName, Terminal]()
    for table in tables:
        ground = GROUNDS.get(table.connector)
        office, base = (AURACONNECT, "") if ground is None else (ground.speaks.office, ground.speaks.base)
        desk = Terminal(
            folder, table.url, EMAIL if ground is None else ground.user, clock, seed,
            CourierLimits() if office.manners.keeps_keys else CourierLimits(look_from=1, looks_must_tell=True),
            Kept(password=PASSWORD) if ground is None else Kept(ground.tokens),
            speaks=Speaks(office, uses[table.connector], base), shared=stored,
        )  # fmt: skip
        desks[table.connector] = desk.open()
    try:
        yield desks
    finally:
        for desk in desks.values():
            desk.close()
