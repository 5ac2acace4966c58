"""Every fact is told in plain words, or somebody decided that it is not told."""

from __future__ import annotations

import re

import pytest

from aura_terminal.app.care_notes import AT_THE_MACHINE
from aura_terminal.domain.audit import PERSONAL, UNTOLD, Topic, details_of, topic_of
from aura_terminal.domain.facts import BY_NAME, CATALOGUE, FactType
from aura_terminal.domain.guests import GuestRegistered
from aura_terminal.domain.ids import GuestId, StaffId
from aura_terminal.domain.staff import Approval, PinSet
from aura_terminal.domain.store_care import CareAct
from aura_terminal.ports.audit_rows import AuditQuery
from aura_terminal.ui.screens.audit.phrases import PHRASES
from aura_terminal.ui.screens.audit.words import TOPICS, words_of
from aura_terminal.use_cases.ordering import NewOrder
from tests.contract.store_bench import WATER, sell
from tests.support.chance import FixedClock
from tests.support.memory_shop import demo_store, signed_in

NAMES = {"marta-rossi": "Marta", "carla-lombardi": "Carla"}


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_every_fact_has_words_or_a_reason_why_it_is_not_told(entry: FactType) -> None:
    assert (entry.name in PHRASES) != (entry.name in UNTOLD)
    assert UNTOLD.get(entry.name, "a reason").strip()


def test_no_words_are_about_a_fact_there_is_not() -> None:
    names = {name for name, _ in BY_NAME}
    assert {phrase.partition(":")[0] for phrase in PHRASES} <= names
    assert UNTOLD.keys() <= names


def test_every_topic_has_a_name() -> None:
    assert TOPICS.keys() == set(Topic)


def test_a_void_reads_as_somebody_would_say_it() -> None:
    store = demo_store()
    marta, carla = signed_in(store.shop), signed_in(store.shop, "carla-lombardi")
    order = store.shop.ordering.add_item(marta, NewOrder(), WATER).order_id
    store.shop.ordering.send(marta, order)
    line = store.shop.reads.orders.sheet(order).lines[0]
    store.shop.ordering.void_line(carla, order, line.line_id, 1, "dropped")
    number = store.shop.reads.orders.sheet(order).number
    (row,) = store.shop.audit.search(carla, AuditQuery(topics=frozenset({Topic.REMOVED}))).rows
    assert words_of(row, NAMES) == (
        f"Carla voided 1x {line.name}, {line.price.plain()} EUR, sent, order {number}, reason “dropped”"
    )


@pytest.mark.parametrize("act", CareAct)
def test_what_was_done_with_the_files_at_the_machine_reads_as_that(act: CareAct) -> None:
    store = demo_store()
    carla, by = signed_in(store.shop, "carla-lombardi"), AT_THE_MACHINE.id
    now = FixedClock().now()
    store.shop.safekeeping.note_done(by, act, "", Approval(by, now, act.value))
    (row,) = store.shop.audit.search(carla, AuditQuery(who=by)).rows
    assert words_of(row, NAMES).startswith("Somebody at the machine ")
    assert f"/{act}" not in words_of(row, NAMES)  # not the document's own name


def test_no_sentence_of_a_service_has_a_gap() -> None:
    store = demo_store()
    marta, carla = signed_in(store.shop), signed_in(store.shop, "carla-lombardi")
    sell(store.shop, marta)
    store.shop.paying.open_drawer(carla, "change")
    store.shop.labor.clock_in(marta)
    rows = store.shop.audit.search(carla, AuditQuery(is_everything=True)).rows
    said = [words_of(row, NAMES) for row in rows]
    assert len(said) > 20
    assert not [words for words in said if re.search(r"[{}]|  | ,|None", words)]


def test_pins_and_guests_are_not_repeated() -> None:
    assert "secret" not in details_of(PinSet(StaffId("marta-rossi"), "secret")).values()
    now = FixedClock().now()
    guest = GuestRegistered(GuestId("g"), now, StaffId("marta-rossi"), "Ada", "Lovelace", "0170", "ada@example.org")
    assert not PERSONAL & details_of(guest).keys()
    assert topic_of(guest) is Topic.GUESTS
