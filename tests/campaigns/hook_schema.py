"""The address where back offices call, asked at random in every form: one of three answers, and nothing is heard.

python -m tests.campaigns.hook_schema --examples 500 --seed 1
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from schemathesis import Case

from tests.support.asked_servers import BOTH, Asked, ask, ask_other_methods, operations_of
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


def ask_form(form: str, examples: int, start: int) -> Asked:
    """What was answered how often to calls of one form, allowed and wrong ones, and what was wrong."""
    asked, ear = Asked(), Ear(FORMS[form][0])

    def send(case: Case[Any]) -> httpx.Response:
        said = case.as_transport_kwargs(base_url=str(ear.client.base_url))
        return ear.client.request(said["method"], said["url"], headers=said.get("headers"), json=said.get("json"))

    try:
        for operation in operations_of(DOCUMENT):
            for mode in BOTH:
                ask(operation, mode, send, asked, examples=examples, start=start)
        asked.add(ask_other_methods({"paths": {"/hooks": {"post": {}}}}, ear.client.request, {}))
        if ear.heard:
            asked.wrong[form] = f"{len(ear.heard)} calls were heard that nobody signed"
        if ear.call(FORMS[form][1](BODY, SECRET)) != 204 or ear.heard != [BODY]:
            asked.wrong[f"{form}, afterwards"] = "a signed call was not heard"
    finally:
        ear.close()
    return asked


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask in every form, say what came in one line of JSON, answer 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.hook_schema", description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=500, help="calls of each form, allowed and wrong ones each")
    parser.add_argument("--seed", type=int, default=1)
    asked, began = parser.parse_args(arguments), time.monotonic()
    every = Asked()
    for form in FORMS:
        every.add(ask_form(form, asked.examples, asked.seed))
    wrong = [f"{what}: {example}" for what, example in every.wrong.items()]
    seconds = round(time.monotonic() - began)
    print(json.dumps({"requests": every.requests, "statuses": every.statuses, "wrong": wrong[:20], "seconds": seconds}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
