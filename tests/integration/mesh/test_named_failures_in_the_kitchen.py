"""Failures that restaurants have had with other systems: what came out at the stations, and what did not.

The numbers are those of the list of twenty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.paper import PrintJobId, SpoolState
from aura_terminal.use_cases.late_paper import LatePaper
from tests.support.memory_shop import EVERYTHING
from tests.support.mesh_links import Terminals
from tests.support.mesh_paper import StationPaper
from tests.support.store_service import order_of
from tests.support.store_shop import StoredShop

Meet = Callable[..., Terminals]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where drawn letters are kept."""
    return tmp_path / "letters"


def unmarked(slips: list[str]) -> list[str]:
    """Slips that do not say that they may be a second copy."""
    return [slip for slip in slips if "POSSIBLE DUPLICATE" not in slip]


def test_a_second_press_fires_nothing_and_one_fire_is_one_slip_in_the_whole_store(meet: Meet, cache: Path) -> None:
    """Failure 9: one press gave two kitchen slips, and the food was cooked twice."""
    terminals = meet("R1", "R2", "K1")
    papers = [StationPaper(stored, cache) for stored in terminals]
    order_id = order_of(terminals["R1"], EVERYTHING, 1)
    terminals.heal()
    for label in ("R1", "R2"):
        with pytest.raises(RuleBroken) as refused:
            terminals[label].shop.ordering.send(EVERYTHING, order_id)
        assert refused.value.rule is Rule.NOTHING_TO_SEND
    for paper in papers:
        paper.work(60)
    assert [len(paper.slips) for paper in papers] == [1, 0, 0]
    assert [len(stored.shop.reads.kitchen.live(None)) for stored in terminals] == [1, 1, 1]


def test_a_crash_between_the_paper_and_the_record_of_it_gives_no_second_slip_without_a_word(
    meet: Meet, cache: Path
) -> None:
    """Failure 9: the program died after printing, printed again, and the food was cooked twice."""
    terminals = meet("R1", "K1")
    paper = StationPaper(terminals["R1"], cache)
    order_of(terminals["R1"], EVERYTHING, 1)
    paper.die_when_printed()
    paper.work(60)
    assert (len(paper.slips), len(unmarked(paper.slips))) == (2, 1)


def test_a_printer_that_was_away_all_evening_prints_nothing_before_somebody_chooses(meet: Meet, cache: Path) -> None:
    """Failure 12: hours of backlog came out at once when the printer returned."""
    terminals = meet("R1", "K1")
    register = terminals["R1"]
    paper = StationPaper(register, cache)
    paper.unplug()
    fired_at = register.shop.reads.store.profile().calendar.local(register.clock.now())
    for _ in range(40):
        order_of(register, EVERYTHING, 1)
    paper.work(120)
    redirect(register, 3)
    terminals.heal()
    cook(terminals["K1"], bumped=10, voided=5)
    terminals.heal()
    register.clock.advance(hours=8)
    paper.plug_in()
    paper.work(120)
    assert paper.slips == []
    late = LatePaper(register.store.spool, register.shop.reads.store, register.clock, register.ids)
    assert len(late.waiting()) == len(register.store.spool_status().in_trouble) == 22
    kept, *others = late.waiting()
    late.print_late(EVERYTHING, kept.job.job_id)
    for spooled in others:
        late.let_go(EVERYTHING, spooled.job.job_id)
    paper.work(120)
    (slip,) = paper.slips
    assert slip.splitlines()[0].strip() == f"LATE {fired_at:%H:%M}"
    assert register.store.spool_status().waiting == 0
    assert {register.store.spool.find(spooled.job.job_id).state for spooled in others} == {SpoolState.CANCELLED}


def redirect(stored: StoredShop, slips: int) -> None:
    """Somebody sends the oldest slips to a printer that works, where they come out at once."""
    spool, now = stored.store.spool, stored.clock.now()
    for _ in range(slips):
        oldest = next(job for route in routes(stored) if (job := spool.next_job(route, now)) is not None).job
        copy = replace(oldest, job_id=PrintJobId(stored.ids.new()), route="front")
        spool.supersede(oldest.job_id, copy, SpoolState.REDIRECTED, now)
        spool.begin_attempt(copy.job_id, now)
        spool.settle(copy.job_id, SpoolState.PRINTED, "", now)


def routes(stored: StoredShop) -> list[str]:
    """The stations' printers."""
    return sorted({station.printer for station in stored.shop.reads.kitchen.stations()})


def cook(stored: StoredShop, *, bumped: int, voided: int) -> None:
    """What the kitchen does with the newest of its tickets meanwhile; the oldest stay as they are."""
    tickets = stored.shop.reads.kitchen.live(None)
    for ticket in tickets[-bumped:]:
        stored.shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
    for ticket in tickets[-bumped - voided : -bumped]:
        line = ticket.lines[0]
        stored.shop.ordering.void_line(
            EVERYTHING, ticket.order_id, line.item.line_id, line.item.quantity, "guests left"
        )
