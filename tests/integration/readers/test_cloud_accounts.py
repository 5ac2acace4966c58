"""A cloud that does not know us, one that is out of order, and one that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import CannotTell, NotSent, ReaderRequest, Step
from aura_terminal.ports.printing import Fault
from devices.readers.cloud import NO_ACCESS, CloudReader, CloudSetup
from devices.readers.cloud_dialect import Dialect
from devices.readers.cloud_stripe import STRIPE
from devices.readers.cloud_sumup import SUMUP
from devices.simulators.cloud_terminal import SECRET, SimulatedCloud

REQUEST = ReaderRequest(AttemptId("a1"), "K1", CardAct.SALE, Money(4250, "EUR"), "R1-001", note="pi_1")
DIALECTS = (("stripe", STRIPE), ("sumup", SUMUP))


@pytest.fixture(params=DIALECTS, ids=[name for name, _ in DIALECTS])
def cloud(request: pytest.FixtureRequest) -> Iterator[tuple[SimulatedCloud, Dialect]]:
    name, dialect = request.param
    made = SimulatedCloud(name)
    made.open()
    yield made, dialect
    made.close()


def _reader(cloud: tuple[SimulatedCloud, Dialect], secret: str = SECRET) -> CloudReader:
    host, port = cloud[0].address
    return CloudReader(cloud[1], CloudSetup(secret, "tmr_1", "M", f"http://{host}:{port}", settle=0.01))


def test_a_key_the_cloud_does_not_know_is_said_so_and_nothing_is_asked(cloud: tuple[SimulatedCloud, Dialect]) -> None:
    reader = _reader(cloud, "another key")
    with pytest.raises(Unavailable, match=NO_ACCESS):
        reader.status()
    outcome = reader.perform(REQUEST, _tell)
    assert isinstance(outcome, NotSent)
    assert (outcome.fault, outcome.hint) == (Fault.NOT_SET_UP, NO_ACCESS)
    assert cloud[0].desk.book == ()


def test_without_the_cloud_nothing_is_asked_and_later_it_can_be_told(cloud: tuple[SimulatedCloud, Dialect]) -> None:
    reader = _reader(cloud)
    cloud[0].close()
    assert isinstance(reader.perform(REQUEST, _tell), NotSent)
    told = reader.query(REQUEST)
    assert isinstance(told, CannotTell)
    assert not told.is_final


def test_an_intent_that_nobody_paid_can_never_be_paid_after_it_was_looked_for() -> None:
    cloud = SimulatedCloud("stripe")
    cloud.open()
    try:
        reader = _reader((cloud, STRIPE))
        request = replace(REQUEST, note=reader.prepare(REQUEST))
        reader.query(request)
        outcome = reader.perform(request, _tell)
        assert not cloud.desk.charges, outcome
    finally:
        cloud.close()


def test_the_key_is_not_in_what_is_written_of_it() -> None:
    assert SECRET not in repr(CloudSetup(SECRET, "tmr_1"))


def _tell(step: Step) -> None:
    assert step in Step
