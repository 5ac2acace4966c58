"""Every kind of fact has one name on disk and one aggregate it belongs to."""

from dataclasses import FrozenInstanceError, fields
from typing import get_args

import pytest

from aura_terminal.domain.documents import DOCUMENT_TYPES, KIND_OF, Document, DocumentKind, DocumentWithdrawn, put
from aura_terminal.domain.facts import BY_NAME, BY_TYPE, CATALOGUE, Aggregate, Fact, FactType, aggregate_of
from aura_terminal.domain.ids import StationId
from aura_terminal.domain.shop import Station
from tests.unit.domain.orders import ORDER, opened


def test_every_fact_is_in_the_catalogue_once() -> None:
    assert {entry.type for entry in CATALOGUE} == set(get_args(Fact))
    assert len(BY_TYPE) == len(BY_NAME) == len(CATALOGUE)


def test_a_fact_is_frozen() -> None:
    fact = opened()
    with pytest.raises(FrozenInstanceError):
        fact.number = "R1-002"  # type: ignore[misc]  # what must not be possible


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_a_fact_names_its_aggregate(entry: FactType) -> None:
    assert entry.key in {field.name for field in fields(entry.type)}


def test_a_fact_belongs_to_its_order_and_a_document_to_its_kind() -> None:
    grill = Station(StationId("grill"), "Grill", "flame", "grill", 9)
    assert aggregate_of(opened()) == (Aggregate.ORDER, ORDER)
    assert aggregate_of(put(grill)) == (Aggregate.DOCUMENT, "station/grill")
    assert aggregate_of(DocumentWithdrawn(DocumentKind.ITEM, "grill")) == (Aggregate.DOCUMENT, "item/grill")


def test_every_kind_of_document_has_a_type() -> None:
    assert set(DOCUMENT_TYPES) == set(DocumentKind)
    assert set(KIND_OF) == set(get_args(Document))
