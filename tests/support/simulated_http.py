"""Every simulated device that is asked over HTTP, with what it documents: the words of the machine it stands for."""

from __future__ import annotations

import ssl
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from aura_terminal.app.chance import SystemClock
from devices.printers.epos import SERVICE
from devices.printers.epos_xml import PRINT_SPACE
from devices.simulators.card_desk import CardDesk
from devices.simulators.cloud_terminal import SECRET, SimulatedCloud
from devices.simulators.epos_printer import SimulatedEposPrinter
from devices.simulators.nexo_terminal import SimulatedNexoTerminal
from devices.simulators.spooler import SimulatedSpooler
from tests.support.asked_servers import Asked, Modes, Send, ask, ask_other_methods, both, operations_of

XML, IPP, FORM, JSON = "text/xml", "application/ipp", "application/x-www-form-urlencoded", "application/json"
PATIENCE = 5.0
"""Seconds within which any of them has to answer."""
TAGS = ("text", "symbol", "barcode", "image", "feed", "cut", "sound", "pulse", "logo")
NAMES = (
    "align",
    "width",
    "height",
    "type",
    "line",
    "repeat",
    "drawer",
    "dw",
    "dh",
    "mode",
    "hri",
    "font",
    "lang",
    "em",
)

Json = dict[str, Any]  # a document as it is written


class Served(Protocol):
    """A device made of software."""

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""

    def open(self) -> None:
        """Start to serve."""

    def close(self) -> None:
        """Stop."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """How one is made, what it documents and how one is let in."""

    made: Callable[[], Served]
    document: Json
    headers: Mapping[str, str]
    scheme: str = "http"
    spares_others: bool = True
    """Whether an address is refused to other methods by 405; else they are as unknown as any other address."""


def _attributes() -> st.SearchStrategy[str]:
    value = st.one_of(st.integers(-9, 10**6).map(str), st.sampled_from(("left", "true", "drawer_2", "qrcode_model_2")),
                      st.text("abcäé &<\"0١", max_size=6))  # fmt: skip
    one = st.tuples(st.sampled_from(NAMES), value)
    escaped = one.map(
        lambda pair: f'{pair[0]}="{pair[1].replace("&", "&amp;").replace("<", "&lt;").replace(chr(34), "")}"'
    )
    return st.lists(escaped, max_size=3, unique_by=lambda said: said.partition("=")[0]).map(" ".join)


def _jobs() -> st.SearchStrategy[bytes]:
    content = st.sampled_from(("", "Margherita 9,50\n", "AAAA", "=", "MTIz", "\\x1b", "{B123"))
    element = st.tuples(st.sampled_from(TAGS), _attributes(), content).map(
        lambda parts: f"<{parts[0]} {parts[1]}>{parts[2]}</{parts[0]}>"
    )
    body = st.lists(element, max_size=5).map("".join)
    return body.map(lambda said: f'<e><epos-print xmlns="{PRINT_SPACE}">{said}</epos-print></e>'.encode())


def _messages() -> st.SearchStrategy[bytes]:
    head = st.tuples(st.sampled_from((0x0002, 0x000B, 0x7FFF)), st.integers(0, 2**32 - 1))
    groups = st.sampled_from((b"\x01\x03", b"\x01\x47\x00\x01a\x00\x02hi\x03", b"\x01\x47\xff\xff", b"\x01", b""))
    whole = st.tuples(head, groups, st.binary(max_size=20))
    return whole.map(lambda one: b"\x01\x01" + struct.pack(">HI", *one[0]) + one[1] + one[2])


def register() -> None:
    """Teach the generator the two kinds of bodies it does not know: whole messages, cut ones and noise."""
    for kind, whole in ((XML, _jobs()), (IPP, _messages())):
        cut = st.tuples(whole, st.integers(0, 200)).map(lambda pair: pair[0][: pair[1]])
        schemathesis.openapi.media_type(kind, st.one_of(whole, whole, cut, st.binary(max_size=60)))


def _answers(*statuses: int, content: str = "") -> Json:
    """The statuses of an operation: what it says has this content, and a cloud's refusals as well."""
    said: Json = {"content": {content: {}}} if content else {}
    silent = {204} if content == JSON else {one for one in statuses if one != 200}
    return {str(one): {"description": "", **({} if one in silent else said)} for one in statuses}


def _body(kind: str, properties: Mapping[str, Json] | None = None, required: tuple[str, ...] = ()) -> Json:
    schema: Json = {"type": "object", "properties": dict(properties or {}), "required": list(required)}
    raw = {"type": "string", "format": "binary"}
    return {"required": True, "content": {kind: {"schema": raw if kind in (XML, IPP) else schema}}}


def _document(paths: Mapping[str, Json]) -> Json:
    return {"openapi": "3.1.0", "info": {"title": "simulated", "version": "1"}, "paths": dict(paths)}


TEXT, WHOLE = {"type": "string"}, {"type": "string", "pattern": "^[0-9]{1,6}$"}
ID = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string", "enum": ["pi_1", "pi_2", "pi_9"]}}]
ONCE = [{"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}]
CLOUD = (200, 400, 401, 404)
INTENTS, READER = "/v1/payment_intents", "/v1/terminal/readers/tmr_1"
INTENT = {"payment_intent": {"type": "string", "enum": ["pi_1", "pi_2"]}}
PAID = _body(FORM, {"amount": WHOLE, "currency": TEXT, "metadata[attempt]": TEXT},
             ("amount", "currency", "metadata[attempt]"))  # fmt: skip
GIVEN_BACK = _body(FORM, {**INTENT, "amount": WHOLE, "metadata[attempt]": TEXT},
                   ("payment_intent", "amount", "metadata[attempt]"))  # fmt: skip
STRIPE = _document({
    INTENTS: {"post": {"parameters": ONCE, "requestBody": PAID, "responses": _answers(*CLOUD, content=JSON)}},
    f"{INTENTS}/{{id}}": {"get": {"parameters": ID, "responses": _answers(*CLOUD, content=JSON)}},
    f"{INTENTS}/{{id}}/cancel": {"post": {"parameters": ID, "responses": _answers(*CLOUD, content=JSON)}},
    f"{READER}/process_payment_intent": {"post": {
        "parameters": ONCE, "requestBody": _body(FORM, INTENT, ("payment_intent",)),
        "responses": _answers(*CLOUD, content=JSON),
    }},
    f"{READER}/cancel_action": {"post": {"responses": _answers(*CLOUD, content=JSON)}},
    READER: {"get": {"responses": _answers(*CLOUD, content=JSON)}},
    "/v1/refunds": {
        "post": {"requestBody": GIVEN_BACK, "responses": _answers(*CLOUD, content=JSON)},
        "get": {"parameters": [{"name": "payment_intent", "in": "query", "schema": TEXT}],
                "responses": _answers(*CLOUD, content=JSON)},
    },
})  # fmt: skip
AMOUNT = {"type": "object", "properties": {"value": {"type": "integer", "minimum": 0}, "currency": TEXT},
          "required": ["value", "currency"]}  # fmt: skip
AFFILIATE = {"type": "object", "properties": {"foreign_transaction_id": TEXT}, "required": ["foreign_transaction_id"]}
CHECKOUT = _body(JSON, {"total_amount": AMOUNT, "affiliate": AFFILIATE}, ("total_amount", "affiliate"))
MERCHANT = "/v0.1/merchants/MTRAIN"
SUMUP = _document({
    f"{MERCHANT}/readers/r1/checkout": {"post": {
        "requestBody": CHECKOUT, "responses": _answers(201, 400, 401, 404, 422, content=JSON)
    }},
    f"{MERCHANT}/readers/r1/terminate": {"post": {"responses": _answers(204, 400, 401, 404, content=JSON)}},
    f"{MERCHANT}/readers/r1/status": {"get": {"responses": _answers(*CLOUD, content=JSON)}},
    f"{MERCHANT}/transactions": {"get": {
        "parameters": [{"name": "foreign_transaction_id", "in": "query", "schema": TEXT}],
        "responses": _answers(*CLOUD, content=JSON),
    }},
})  # fmt: skip
SEALED = {"SaleToPOIRequest": {"type": "object", "properties": {
    "MessageHeader": {"type": "object"}, "NexoBlob": TEXT, "SecurityTrailer": {"type": "object"},
}}}  # fmt: skip


def quick_desk() -> CardDesk:
    """A desk whose guests take no time."""
    return CardDesk()


SIMULATED: Mapping[str, Simulated] = {
    "epos": Simulated(
        lambda: SimulatedEposPrinter(now=SystemClock().now),
        _document({SERVICE: {
            "post": {"requestBody": _body(XML), "responses": _answers(200, 400, 404, 413, content=XML)}
        }}),
        {},
    ),
    "ipp": Simulated(
        SimulatedSpooler,
        _document({"/printers/front": {
            "post": {"requestBody": _body(IPP), "responses": _answers(200, 400, 404, 413, content=IPP)}
        }}),
        {},
    ),
    "stripe": Simulated(
        lambda: SimulatedCloud("stripe", desk=quick_desk(), stall=0.1), STRIPE, {"Authorization": f"Bearer {SECRET}"},
        spares_others=False,
    ),
    "sumup": Simulated(
        lambda: SimulatedCloud("sumup", desk=quick_desk(), stall=0.1), SUMUP, {"Authorization": f"Bearer {SECRET}"},
        spares_others=False,
    ),
    "nexo": Simulated(
        lambda: SimulatedNexoTerminal(desk=quick_desk(), stall=0.1),
        _document({"/nexo": {"post": {"requestBody": _body(JSON, SEALED), "responses": _answers(200, content=JSON)}}}),
        {}, "https", spares_others=False,
    ),
}  # fmt: skip


@contextmanager
def opened(one: Simulated) -> Iterator[httpx.Client]:
    """The device, serving, and a client that speaks to it."""
    device = one.made()
    device.open()
    host, port = device.address
    base = f"{one.scheme}://{host}:{port}"
    trusted = ssl.create_default_context(cadata=device.root) if isinstance(device, SimulatedNexoTerminal) else None
    if trusted is not None:
        trusted.check_hostname = False  # it is called by its serial number
    try:
        with httpx.Client(
            base_url=base, headers=dict(one.headers), timeout=PATIENCE, trust_env=False, verify=trusted or True
        ) as client:
            yield client
    finally:
        device.close()


def sent_by(client: httpx.Client) -> Send:
    """Carries a request to the device as it is."""

    def send(case: Case[Any]) -> httpx.Response:
        said = case.as_transport_kwargs(base_url=str(client.base_url).rstrip("/"))
        body = said.get("data")
        more = {"content": body} if isinstance(body, str | bytes) else {"data": body} if body else {}
        if said.get("json") is not None:
            more["json"] = said["json"]
        return client.request(
            said["method"], said["url"], params=said.get("params"), headers=dict(said.get("headers") or {}), **more
        )

    return send


def ask_simulated(one: Simulated, *, examples: int, start: int, modes: Modes = both) -> Asked:
    """A device asked for all it documents, then by other methods and without a key, and once more at the end."""
    register()
    asked = Asked()
    with opened(one) as client:
        for place, operation in enumerate(operations_of(one.document), start):
            asked.operations += 1
            for mode in modes(place):
                if mode is GenerationMode.NEGATIVE and _is_raw(operation):
                    continue  # cut messages and noise are among the allowed ones
                ask(operation, mode, sent_by(client), asked, examples=examples, start=start)
        if one.spares_others:
            asked.add(ask_other_methods(one.document, client.request, {}))
        if one.headers:
            asked.add(_without_key(one, client))
        for operation in operations_of(one.document):
            ask(operation, both(0)[0], sent_by(client), asked, examples=1, start=start)
    return asked


def _is_raw(operation: Any) -> bool:
    return not {XML, IPP}.isdisjoint(operation.definition.raw.get("requestBody", {}).get("content", {}))


def _without_key(one: Simulated, client: httpx.Client) -> Asked:
    asked = Asked()
    for operation in operations_of(one.document):
        path = operation.path.replace("{id}", "pi_1")
        for key in ("", "Bearer another", "Basic dGlsbDo="):
            answer = client.request(operation.method, path, headers={"Authorization": key})
            asked.hear(f"{operation.method} {path}", answer)
            if answer.status_code != 401:
                asked.wrong.setdefault(f"{operation.method} {path} with {key!r}: {answer.status_code}", answer.text)
    return asked
