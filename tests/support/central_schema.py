"""The self-hosted central asked for everything it documents, within its OpenAPI and beyond: what must never be.

No answer is 500 or above, none has a status, a content or a shape that the document does not name, nothing that breaks
the document is accepted, and without credentials of the store nothing is answered at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import Case, GenerationMode, openapi
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import negative_data_rejection

from tests.support.asked_servers import (
    CHECKS,
    Asked,
    Modes,
    ask,
    ask_other_methods,
    both,
    carry,
    operations_of,
)
from tests.support.own_central import OwnCentral

NUMBERS = 12
"""Things of a kind that the shop of the documents' examples has, about."""
ANYBODYS = {("post", "/api/v1/auth/login"), ("post", "/api/v1/auth/refresh")}
"""What is asked for by who is not signed in yet."""
STRICT = (*CHECKS, negative_data_rejection)
STRANGERS: Sequence[Mapping[str, str]] = (
    {},
    {"Authorization": "Bearer nonsense"},
    {"Authorization": "Basic b3duZXI6eA=="},
)
WAIT = 2
"""Minutes between two rounds, or who did not sign in is asked to wait."""


def document_of(central: OwnCentral) -> Any:
    """What the central says of itself, asked for by somebody who is signed in: who is not is asked for apart."""
    document = central.client.get("/openapi.json").json()
    for operations in document["paths"].values():
        for operation in operations.values():
            operation.pop("security", None)
    return document


def ask_everything(central: OwnCentral, *, examples: int, start: int, modes: Modes = both, every: int = 1) -> Asked:
    """So many requests to each operation, or to one in so many: allowed ones and wrong ones."""
    asked = Asked()
    for place, operation in enumerate(operations_of(document_of(central)), start):
        if place % every:
            continue
        asked.operations += 1
        for mode in modes(place // every):
            _let_time_pass(central)
            ask(operation, mode, sent_to(central), asked, examples=examples, start=start, checks=STRICT)
    return asked


def walk(central: OwnCentral, *, walks: int, start: int, steps: int = 12) -> Asked:
    """Requests that follow from each other's answers, along the links that schemathesis finds in the document."""
    asked, send = Asked(), sent_to(central)

    class Walk(openapi.from_dict(document_of(central)).as_state_machine()):  # type: ignore[misc]  # made at run time
        def setup(self) -> None:
            _let_time_pass(central)

        def call(self, case: Case[Any], **_: Any) -> Response:
            answer = carry(case, send, asked)
            return Response.from_any(answer if answer is not None else _nothing())

        def validate_response(self, *_: Any, **__: Any) -> None:
            """Judged where it was carried."""

    @seed(start)
    def one() -> None:
        run_state_machine_as_test(Walk, settings=settings(
            max_examples=walks, stateful_step_count=steps, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ))  # fmt: skip

    one()
    return asked


def ask_without_credentials(central: OwnCentral) -> Asked:
    """Every operation asked for by who is not signed in, or signed in with nonsense: 401 or 403, and nothing else."""
    asked = Asked()
    for operation in operations_of(document_of(central)):
        asked.operations += 1
        if (operation.method, operation.path) in ANYBODYS:
            continue
        for stranger in STRANGERS:
            central.clock.advance(minutes=WAIT)
            path = operation.path.replace("{", "").replace("}", "").replace("/id", "/1").replace("/employee_id", "/1")
            answer = central.client.request(operation.method, path, headers=stranger, json={})
            name = f"{operation.method} {path} as {stranger}"
            asked.hear(name, answer)
            if answer.status_code not in (401, 403):
                asked.wrong.setdefault(f"{name}: {answer.status_code}", answer.text[:400])
    return asked


def ask_in_other_ways(central: OwnCentral) -> Asked:
    """Every address by the methods it does not have."""

    _let_time_pass(central)

    def request(method: str, path: str) -> httpx.Response:
        return central.client.request(method, path, headers=central.headers)

    return ask_other_methods(document_of(central), request, {})


def sent_to(central: OwnCentral) -> Callable[[Case[Any]], httpx.Response]:
    """Carries a request of somebody signed in; allowed ones go to this store, and to things it may have."""

    def send(case: Case[Any]) -> httpx.Response:
        if case.meta is None or case.meta.generation.mode is GenerationMode.POSITIVE:
            _aim(case)
        said = case.as_transport_kwargs(base_url="http://central")
        headers = {str(name): value for name, value in (said.get("headers") or {}).items()} | central.headers
        more: dict[str, Any] = {}  # what httpx takes beside the address
        for ours, theirs in (("params", "params"), ("json", "json"), ("data", "content")):
            if said.get(ours) is not None:
                more[theirs] = said[ours]
        return central.client.request(said["method"], said["url"], headers=headers, **more)

    return send


def _let_time_pass(central: OwnCentral) -> None:
    central.clock.advance(minutes=WAIT)
    central.renew()


def _aim(case: Case[Any]) -> None:
    """At this store, and at things it may have: other numbers and stores are found out soon."""
    if case.headers:
        case.headers.pop("X-Tenant-ID", None)
    for name, value in (case.path_parameters or {}).items():
        if isinstance(value, int):
            case.path_parameters[name] = 1 + value % NUMBERS


def _nothing() -> httpx.Response:
    """Stands for a request that could not be carried: a walk goes on without it."""
    return httpx.Response(400, request=httpx.Request("GET", "http://central"))
