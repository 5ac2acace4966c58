"""The central's OpenAPI is true: whatever is asked, no 500, no status and no shape it does not name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.central_schema import Asked, ask_everything, in_turn
from tests.support.own_central import OwnCentral, build, documented_documents, serve

EXAMPLES = 2


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnCentral]:
    """A central with the shop of the documents' examples."""
    url = f"sqlite:///{tmp_path_factory.mktemp('schema')}/central.sqlite"
    build(url, documented_documents())
    found = serve(url)
    yield found
    found.close()


@pytest.fixture(scope="module")
def asked(central: OwnCentral) -> Asked:
    """Everything documented, asked for with allowed and with wrong values in turn; the campaign asks for both."""
    return ask_everything(central, examples=EXAMPLES, start=1, modes=in_turn)


def test_every_operation_is_asked(asked: Asked) -> None:
    assert asked.operations > 100
    assert asked.requests > asked.operations


def test_no_answer_is_one_that_the_document_does_not_name(asked: Asked) -> None:
    assert asked.wrong == {}


@pytest.mark.parametrize("nonsense", ["", "much", "1,5", "NaN"])
def test_an_amount_that_is_no_number_is_refused(central: OwnCentral, nonsense: str) -> None:
    central.renew()
    refused = central.post("/api/v1/inventory", {"name": "Flour", "unit": "kg", "minimum_quantity": nonsense}, 400)
    assert [one["field"] for one in refused["error"]["details"]] == ["minimum_quantity"]
