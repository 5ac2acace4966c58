"""Every documented address of the central asked for at random, within its OpenAPI and beyond: what must never be.

No answer is 500 or above, no status and no shape is one the document does not name. What is asked comes from a seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema_rs import Draft202012Validator
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from tests.support.own_central import OwnCentral

SPEC = "/openapi.json"
NUMBERS = 12
"""Things of a kind that the shop of the documents' examples has, about."""


@dataclass
class Asked:
    """What was asked and what was wrong with the answers, each kind of wrong once."""

    requests: int = 0
    operations: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)


BOTH = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
Modes = Callable[[int], Sequence[GenerationMode]]
"""What an operation is asked for, by its place among all: allowed requests, wrong ones, or both."""


def in_turn(place: int) -> Sequence[GenerationMode]:
    """Allowed requests to one operation, wrong ones to the next."""
    return (BOTH[place % 2],)


def ask_everything(central: OwnCentral, *, examples: int, start: int, modes: Modes = lambda place: BOTH) -> Asked:
    """So many requests to each operation, allowed ones and wrong ones."""
    document = central.client.get(SPEC).json()
    schema = schemathesis.openapi.from_dict(document)
    asked = Asked()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        asked.operations += 1
        for mode in modes(asked.operations + start):
            central.clock.advance(minutes=2)  # or those who did not sign in are asked to wait
            central.renew()
            _ask(central, operation, mode, examples, start, document, asked)
    return asked


def _ask(
    central: OwnCentral, operation: Any, mode: GenerationMode, examples: int, start: int, document: Any, asked: Asked
) -> None:  # Any: an operation is generic over its schema
    @seed(start)
    @settings(
        max_examples=examples, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Case[Any]) -> None:
        if mode is GenerationMode.POSITIVE:
            _aim(case)
        answer = _answered(central, case)
        if answer is None:
            return
        asked.requests += 1
        asked.statuses[answer.status_code] += 1
        for problem in _problems(document, operation, answer):
            name = f"{operation.method.upper()} {operation.path}: {problem}"
            asked.wrong.setdefault(name, f"{case.as_curl_command()} -> {answer.text[:400]}")

    try:
        one()
    except (schemathesis.errors.InvalidSchema, AssertionError) as broken:
        asked.wrong.setdefault(f"{operation.method.upper()} {operation.path}", str(broken))


def _aim(case: Case[Any]) -> None:
    """At this store, and at things it may have: other numbers and stores are found out soon."""
    if case.headers:
        case.headers.pop("X-Tenant-ID", None)
    for name, value in (case.path_parameters or {}).items():
        if isinstance(value, int):
            case.path_parameters[name] = 1 + value % NUMBERS


def _answered(central: OwnCentral, case: Case[Any]) -> httpx.Response | None:
    """What the central answers; None for a request that HTTP cannot carry."""
    said = case.as_transport_kwargs(base_url="http://central")
    headers = {**central.headers, **{str(name): value for name, value in (said.get("headers") or {}).items()}}
    headers["Authorization"] = central.headers["Authorization"]
    more: dict[str, Any] = {}  # what httpx takes beside the address
    for ours, theirs in (("params", "params"), ("json", "json"), ("data", "content")):
        if said.get(ours) is not None:
            more[theirs] = said[ours]
    try:
        return central.client.request(said["method"], said["url"], headers=headers, **more)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError, TypeError, ValueError):
        return None


def _problems(document: Any, operation: Any, answer: httpx.Response) -> Iterator[str]:
    if answer.status_code >= 500:
        yield str(answer.status_code)
        return
    responses = document["paths"][operation.path][operation.method]["responses"]
    documented = responses.get(str(answer.status_code))
    if documented is None:
        yield f"{answer.status_code} is not documented"
        return
    content = documented.get("content", {}).get("application/json")
    if content is None or not answer.content:
        if answer.content:
            yield f"{answer.status_code} has a body that is not documented"
        return
    validator = Draft202012Validator({**content["schema"], "components": document["components"]})
    for error in validator.iter_errors(answer.json()):
        yield f"{answer.status_code} {'/'.join(map(str, error.instance_path))}: {error.message[:200]}"
        return
