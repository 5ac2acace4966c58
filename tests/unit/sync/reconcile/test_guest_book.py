"""Whom a back office is told of as its guest, and whom never again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.guests import Guest, GuestErased, GuestsMerged
from aura_terminal.domain.ids import GuestId
from sync.reconcile.contract import Call, Lane, Plan
from sync.reconcile.guests import GuestBook
from sync.reconcile.naming import Naming
from tests.unit.domain.orders import MANAGER, NOW

ADA = Guest(GuestId("g2"), NOW, first_name="Ada")
RECORD = CentralRecord(RecordId("office/guest/g2"))
BOOK = GuestBook(Naming("office"), lambda body: Call("POST", "/guests", body), lambda body, id_: Call("PUT", id_, body))
BODY = {"name": "Ada"}


def test_a_guest_who_is_not_known_there_is_made_there_under_the_name_of_the_house() -> None:
    (step,) = BOOK.plan(RECORD, ADA, BODY).steps
    assert (step.record, step.step, step.lane, step.creates) == (RECORD.id, "create", Lane.GUESTS, True)
    assert step.call == Call("POST", "/guests", BODY)


def test_a_guest_who_is_known_there_is_changed_there() -> None:
    (step,) = BOOK.plan(replace(RECORD, central_id="c7"), ADA, BODY).steps
    assert (step.step, step.call, step.creates) == ("update", Call("PUT", "c7", BODY), False)


@pytest.mark.parametrize(
    "guest",
    [
        replace(ADA, erased=GuestErased(ADA.id, NOW, MANAGER)),
        replace(ADA, merges=[GuestsMerged(ADA.id, GuestId("g1"), NOW, MANAGER)]),
        replace(ADA, registered_at=None),
        replace(ADA, first_name=""),
    ],
)
def test_nothing_more_is_told_of_who_asked_to_be_forgotten_is_somebody_else_or_has_no_name(guest: Guest) -> None:
    for record in (RECORD, replace(RECORD, central_id="c7")):
        assert BOOK.plan(record, guest, BODY) == Plan()


@pytest.mark.parametrize(
    "guest", [replace(ADA, first_name="", phone="030 1"), replace(ADA, first_name="", email="ada@example.org")]
)
def test_a_number_or_an_address_is_name_enough(guest: Guest) -> None:
    assert BOOK.plan(RECORD, guest, BODY).steps
