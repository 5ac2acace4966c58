"""The address where back offices call, asked at random in every form: one of three answers, and nothing is heard.

python -m tests.campaigns.hook_schema --examples 500 --seed 1
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode

from tests.support.asked_servers import ask_other_methods
from tests.support.hook_ear import ANSWERS, BODY, FORMS, SECRET, Ear

DOCUMENT: Mapping[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "hooks", "version": "1"},
    "paths": {
        "/hooks/{office}": {
            "post": {
                "parameters": [
                    {"name": "office", "in": "path", "required": True, "schema": {"type": "string"}},
                    *(
                        {"name": name, "in": "header", "schema": {"type": "string"}}
                        for name in sorted({name for _, sign in FORMS.values() for name in sign(b"", "")})
                    ),
                ],
                "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                "responses": {str(status): {"description": ""} for status in sorted(ANSWERS)},
            }
        }
    },
}


def ask(form: str, mode: GenerationMode, examples: int, start: int) -> tuple[Counter[int], list[str]]:
    """What was answered how often, and what was wrong."""
    statuses, wrong = Counter[int](), list[str]()
    ear = Ear(FORMS[form][0])
    operation = schemathesis.openapi.from_dict(dict(DOCUMENT))["/hooks/{office}"]["POST"]

    @seed(start)
    @settings(
        max_examples=examples, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Case[Any]) -> None:
        said = case.as_transport_kwargs(base_url=str(ear.client.base_url))
        try:
            answer = ear.client.request(said["method"], said["url"], headers=said.get("headers"), json=said.get("json"))
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError, TypeError, ValueError):
            return  # what HTTP cannot carry
        statuses[answer.status_code] += 1
        if answer.status_code not in ANSWERS and said["method"] == "POST":
            wrong.append(f"{answer.status_code}: {case.as_curl_command()}")

    try:
        one()
        others = ask_other_methods({"paths": {"/hooks": {"post": {}}}}, ear.client.request, {})
        statuses += others.statuses
        wrong += others.wrong
        if ear.heard:
            wrong.append(f"{len(ear.heard)} calls were heard that nobody signed")
        if ear.call(FORMS[form][1](BODY, SECRET)) != 204 or ear.heard != [BODY]:
            wrong.append("a signed call was not heard afterwards")
    finally:
        ear.close()
    return statuses, wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask in every form, say what came in one line of JSON, answer 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.hook_schema", description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=500, help="calls of each form, allowed and wrong ones each")
    parser.add_argument("--seed", type=int, default=1)
    asked, began = parser.parse_args(arguments), time.monotonic()
    statuses, wrong = Counter[int](), list[str]()
    for form in FORMS:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            found, flaws = ask(form, mode, asked.examples, asked.seed)
            statuses += found
            wrong += [f"{form}: {flaw}" for flaw in flaws]
    seconds = round(time.monotonic() - began)
    print(json.dumps({"requests": statuses.total(), "statuses": statuses, "wrong": wrong[:20], "seconds": seconds}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
