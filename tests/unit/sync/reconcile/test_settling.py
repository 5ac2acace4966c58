"""What an answer comes to where the connector alone cannot say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.ports.central import Picture, WireRow
from sync.mesh.contract import Moment
from sync.reconcile.contract import Answer, LookFirst, Outcome, Problem, Refusal, Reply, Unknown, Unreadable
from sync.reconcile.settling import Reading, refused
from tests.support.planning_desk import Desk as PlanningDesk
from tests.support.planning_desk import SaidConnector, step

NOW = Moment(0.0, 1_780_000_000_000)
REPLY = Reply(200, {}, b"{}")


@pytest.fixture
def row() -> WireRow:
    """A request that left."""
    desk = PlanningDesk()
    desk.due(step())
    desk.prepare()
    return desk.sent()


class Unclear(SaidConnector):
    """Reads nothing, and says of a look what a test says."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Outcome | None = None

    def read(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome:
        raise Unreadable("data.id", "a list of 1")

    def looked(self, row: WireRow, answer: Answer, picture: Picture, now_ms: int) -> Outcome | None:
        return self.found


def reading(connector: Unclear, *, patience: int = 3, looks_must_tell: bool = False) -> Reading:
    picture = PlanningDesk().book.picture
    return Reading(connector, picture, patience=patience, looks_must_tell=looks_must_tell)


@pytest.mark.parametrize(("attempts", "is_final"), [(1, False), (2, False), (3, True)])
def test_what_cannot_be_read_three_times_is_a_persons_matter(row: WireRow, attempts: int, is_final: bool) -> None:
    outcome = reading(Unclear()).step(replace(row, attempts=attempts), REPLY, NOW.wall_ms)
    words = "the central sent a list of 1 at data.id"
    assert outcome == (Refusal(Problem.UNREADABLE, 200, words, "data.id") if is_final else Unknown(words))


def test_of_a_long_complaint_the_beginning_is_kept(row: WireRow) -> None:
    said = "x" * 299 + "yz"
    assert refused(row, Refusal(Problem.REFUSED, 422, said), NOW.wall_ms).said == "x" * 299 + "y"


@pytest.mark.parametrize(("must_tell", "problem"), [(False, Problem.GONE), (True, Problem.UNSURE)])
def test_a_look_that_is_refused_leaves_it_open_where_looks_must_tell(
    row: WireRow, must_tell: bool, problem: Problem
) -> None:
    connector = Unclear()
    connector.found = Refusal(Problem.GONE, 404, "not here")
    outcome = reading(connector, looks_must_tell=must_tell).look(row, REPLY, NOW.wall_ms)
    assert outcome == Refusal(problem, 404, "not here")
    connector.found = LookFirst(Refusal(Problem.CONFLICT, 409, "it is past that"))
    outcome = reading(connector, looks_must_tell=must_tell).look(row, REPLY, NOW.wall_ms)
    assert outcome == Unknown("it is past that")
