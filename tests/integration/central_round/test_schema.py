"""The central's OpenAPI is true: whatever is asked, no 500, no status and no shape it does not name."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from schemathesis import GenerationMode

from tests.support.asked_servers import Asked, ask, in_turn, named, operations_of
from tests.support.central_schema import (
    ask_everything,
    ask_in_other_ways,
    ask_without_credentials,
    document_of,
    sent_to,
    walk,
)
from tests.support.own_central import OwnCentral, build, documented_documents, serve


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnCentral]:
    """A central with the shop of the documents' examples."""
    url = f"sqlite:///{tmp_path_factory.mktemp('schema')}/central.sqlite"
    build(url, documented_documents())
    found = serve(url)
    yield found
    found.close()


def test_no_answer_is_one_that_the_document_does_not_name(central: OwnCentral) -> None:
    """One operation in seven, asked with allowed and with wrong values in turn; the campaign asks for all of them."""
    asked = ask_everything(central, examples=2, start=1, modes=in_turn, every=7)
    assert asked.wrong == {}
    assert asked.requests > asked.operations > 10


def test_answers_that_lead_on_are_followed(central: OwnCentral) -> None:
    asked = walk(central, walks=1, steps=4, start=1)
    assert asked.wrong == {}
    assert asked.requests > 1


def test_who_is_not_signed_in_is_told_nothing(central: OwnCentral) -> None:
    asked = ask_without_credentials(central)
    assert asked.wrong == {}
    assert asked.operations > 100
    assert asked.statuses.keys() == {401}


def test_an_address_has_the_methods_it_documents_and_no_others(central: OwnCentral) -> None:
    asked = ask_in_other_ways(central)
    assert asked.wrong == {}
    assert asked.statuses[405] > 100


def test_an_answer_of_another_shape_is_noticed(central: OwnCentral, monkeypatch: pytest.MonkeyPatch) -> None:
    def altered(asked_for: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": "none"}, request=asked_for)

    with httpx.Client(transport=httpx.MockTransport(altered), base_url="http://central") as liar:
        asked = Asked()
        document = document_of(central)
        operation = next(one for one in operations_of(document) if named(one) == "GET /api/v1/orders")
        monkeypatch.setattr(central, "client", liar)
        ask(operation, GenerationMode.POSITIVE, sent_to(central), asked, examples=1, start=1)
    assert any("Response violates schema" in problem for problem in asked.wrong)


@pytest.mark.parametrize("nonsense", ["", "much", "1,5", "NaN"])
def test_an_amount_that_is_no_number_is_refused(central: OwnCentral, nonsense: str) -> None:
    central.renew()
    refused = central.post("/api/v1/inventory", {"name": "Flour", "unit": "kg", "minimum_quantity": nonsense}, 400)
    assert [one["field"] for one in refused["error"]["details"]] == ["minimum_quantity"]
