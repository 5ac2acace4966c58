"""Facts as canonical bytes and back."""

from __future__ import annotations

import dataclasses
import json
import typing
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.documents import put
from aura_terminal.domain.facts import BY_NAME, CATALOGUE
from aura_terminal.domain.ids import LineId, OrderId, TableId
from aura_terminal.domain.money import RoundingMode
from aura_terminal.domain.order_facts import GuestNamed, LineNoted, OrderCancelled, TableAssigned
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.domain.tax import (
    OrderType,
    PricesAre,
    RoundingScope,
    TaxRate,
    TaxRegime,
    TaxRule,
    TaxTerms,
)
from aura_terminal.store.codec import Codec, UnknownFact, canonical
from tests.support.memory_shop import demo_files

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
ORDER = OrderId("o1")
REGIME = TaxRegime(
    "de",
    TaxTerms(PricesAre.INCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP),
    (TaxRate("a", "VAT", "A", Decimal("7.00")),),
    (("food", "Food"),),
    (TaxRule("food", None, ("a",)), TaxRule("food", OrderType.TAKEOUT, ("a",))),
)


@pytest.fixture
def codec() -> Codec:
    return Codec()


def test_keys_are_sorted_and_nothing_is_wasted() -> None:
    assert canonical(GuestNamed(ORDER, "Ana")) == b'{"guest_name":"Ana","order_id":"o1"}'


def test_none_is_left_out_wherever_it_stands() -> None:
    assert canonical(TableAssigned(ORDER, None, "", 2)) == b'{"guests":2,"order_id":"o1","table_name":""}'
    assert canonical(OrderCancelled(ORDER, NOON, date(2026, 11, 22), "x", None)).count(b"approval") == 0
    assert b"null" not in canonical(REGIME)


def test_a_note_that_looks_like_a_missing_field_stays_a_note(codec: Codec) -> None:
    note = LineNoted(ORDER, LineId("l1"), 'no "sugar":null, please {"a":null}')
    _, entry, payload = codec.encode(note)
    assert codec.decode(entry.name, entry.version, payload) == note
    assert json.loads(payload)["note"] == note.note


def test_a_field_left_out_comes_back_as_none(codec: Codec) -> None:
    for fact in (
        TableAssigned(ORDER, None, "", 0),
        OrderCancelled(ORDER, NOON, date(2026, 11, 22), "x", None),
        put(REGIME),
    ):
        _, entry, payload = codec.encode(fact)
        assert codec.decode(entry.name, entry.version, payload) == fact


def test_strings_are_composed_and_the_fact_is_kept_as_it_will_be_read(codec: Codec) -> None:
    kept, _, payload = codec.encode(GuestNamed(ORDER, "Zoe\u0308\nñ"))
    assert kept == GuestNamed(ORDER, "Zoë\nñ")
    assert json.loads(payload)["guest_name"] == "Zoë\nñ"


def test_a_combining_mark_after_an_escape_does_not_break_the_text(codec: Codec) -> None:
    kept, entry, payload = codec.encode(GuestNamed(ORDER, "a\n\u0303b"))
    assert codec.decode(entry.name, entry.version, payload) == kept


def test_decimals_are_strings_and_times_are_exact(codec: Codec) -> None:
    profile = StoreProfile(
        "store", "Aurora", "", (), "", "", "EUR", BusinessCalendar("Europe/Berlin", time(4, 30)), "de"
    )
    assert b'"percent":"7.00"' in canonical(REGIME)
    for fact in (put(profile), OrderCancelled(ORDER, NOON, date(2026, 11, 22), "x", None)):
        _, entry, payload = codec.encode(fact)
        assert codec.decode(entry.name, entry.version, payload) == fact


def test_every_document_of_a_shop_survives_the_round(codec: Codec) -> None:
    for document in demo_files().documents:
        fact = put(document)
        _, entry, payload = codec.encode(fact)
        assert codec.decode(entry.name, entry.version, payload) == fact
        assert canonical(codec.decode(entry.name, entry.version, payload)) == payload


def test_no_fact_can_hold_a_fraction_of_a_computers_making() -> None:
    seen: set[object] = set()
    for entry in CATALOGUE:
        _collect(entry.type, seen)
    assert float not in seen
    assert Decimal in seen


def test_every_type_in_the_catalogue_can_be_read(codec: Codec) -> None:
    for name, version in BY_NAME:
        assert codec.decode(name, version, b"[]") == UnknownFact(name, version, b"[]")


def test_a_fact_of_a_newer_program_is_kept_as_it_came(codec: Codec) -> None:
    payload = b'{"order_id":"o1","loyalty":7}'
    assert codec.decode("points_earned", 1, payload) == UnknownFact("points_earned", 1, payload)
    assert codec.decode("guest_named", 2, payload) == UnknownFact("guest_named", 2, payload)


def test_an_older_version_is_lifted_step_by_step_to_the_newest() -> None:
    def to_next(plain: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return 0, {"order_id": plain["order"], "guest": plain["name"]}

    def to_newest(plain: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return 1, {"order_id": plain["order_id"], "guest_name": plain["guest"]}

    codec = Codec({("guest_named", -1): to_next, ("guest_named", 0): to_newest})
    assert codec.decode("guest_named", -1, b'{"order":"o1","name":"Ana"}') == GuestNamed(ORDER, "Ana")


def test_ids_of_tables_may_be_there_or_not(codec: Codec) -> None:
    seated = TableAssigned(ORDER, TableId("t4"), "4", 2)
    _, entry, payload = codec.encode(seated)
    assert codec.decode(entry.name, entry.version, payload) == seated


def _collect(hint: Any, seen: set[object]) -> None:
    if hint in seen:
        return
    seen.add(hint)
    for argument in typing.get_args(hint):
        _collect(argument, seen)
    if dataclasses.is_dataclass(hint):
        for part in typing.get_type_hints(hint).values():
            _collect(part, seen)


def test_the_decoder_refuses_what_only_looks_like_a_document() -> None:
    with pytest.raises(msgspec.ValidationError):
        Codec().document(put(REGIME).kind, b'{"id":"x"}')


def test_dates_are_written_as_dates() -> None:
    assert canonical([date(2026, 11, 22)]) == b'["2026-11-22"]'
