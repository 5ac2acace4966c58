"""The verdict over a world that has settled: every invariant in turn, the cheap and telling ones first."""

from __future__ import annotations

from collections.abc import Iterator

from tests.simulation.judge import (
    judge_conflicts,
    judge_digests,
    judge_histories,
    judge_journals,
    judge_orders,
)
from tests.simulation.judge_kitchen import judge_cooking, judge_delivery, judge_fires, judge_tickets
from tests.simulation.model import Model
from tests.simulation.tickets import tickets_of
from tests.simulation.world import World


def verdict(world: World) -> Iterator[str]:
    """Every complaint there is."""
    if world.copied:
        yield from _over_copies(world)
        return
    files = {seat: terminal.looking for seat, terminal in world.terminals.items()}
    yield from judge_journals(world.record, files)
    model = Model(world.record.facts.values())
    tickets = tickets_of(world.record.facts.values())
    yield from judge_fires(model, tickets, world.record.floors)
    yield from judge_cooking(model, world.record.floors)
    yield from judge_delivery(model, tickets, files.values())
    for seat, looking in files.items():
        yield from judge_orders(model, seat, looking)
        yield from judge_tickets(tickets, seat, looking)
        yield from judge_conflicts(model, seat, looking)
    digests = {seat: terminal.screen.fold_digest() for seat, terminal in world.terminals.items()}
    yield from judge_digests(digests)
    yield from _verified(world)
    seat = world.chance.choice(sorted(world.terminals))
    world.terminals[seat].screen.rebuild()
    if world.terminals[seat].screen.fold_digest() != digests[seat]:
        yield f"rebuild differs: {seat}"


def _over_copies(world: World) -> Iterator[str]:
    """Two machines under one name: nothing of others is lost by it, and two histories are never taken for one."""
    (origin,) = world.copied
    files = {seat: terminal.looking for seat, terminal in world.terminals.items()}
    yield from judge_journals(world.record, files, apart_from=origin)
    up = [terminal for terminal in world.everybody if terminal.is_up]
    told = {terminal.seat: terminal.looking.hashes_of(origin) for terminal in up}
    yield from judge_histories(origin, told, [one.seat for one in up if one.knows_of_trouble(origin)])
    yield from _verified(world)


def _verified(world: World) -> Iterator[str]:
    """One file in each world; the others are held against it by their digests."""
    seat = world.chance.choice(sorted(world.terminals))
    for finding in world.terminals[seat].screen.verify()[:3]:
        yield f"verify: {seat}: {finding.what}"
