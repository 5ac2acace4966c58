"""Simulated devices that are asked over HTTP answer everything as they document it, also what is no request of theirs.

`tests.campaigns.simulator_schema` asks as long as one likes.
"""

from __future__ import annotations

import re
import socket
from pathlib import Path

import httpx
import pytest

from devices.printers.epos import SERVICE
from devices.printers.epos_xml import PRINT_SPACE
from tests.campaigns import hook_schema
from tests.support.asked_servers import Asked, in_turn
from tests.support.simulated_http import SIMULATED, ask_simulated, opened

ROOT = Path(__file__).parents[3]
LISTENS = re.compile(r"^\s*(?:from|import) .*\b(?:http_house|card_http|http\.server|uvicorn)\b", re.MULTILINE)
KNOWN = {
    "sync/node/hook_server.py": "tests.campaigns.hook_schema",
    "aura_terminal/app/commands/central_server.py": "tests.campaigns.central_schema",
    "sync/central/api/patience.py": "tests.campaigns.central_schema",
    "devices/simulators/http_house.py": "epos, ipp",
    "devices/simulators/epos_printer.py": "epos",
    "devices/simulators/spooler.py": "ipp",
    "devices/simulators/cloud_terminal.py": "stripe, sumup",
    "devices/simulators/cloud_faces.py": "stripe, sumup",
    "devices/simulators/nexo_terminal.py": "nexo",
}
"""What listens for HTTP, and who asks it."""


def test_everything_that_listens_for_http_is_asked() -> None:
    files = [file for room in ("aura_terminal", "sync", "devices") for file in (ROOT / room).rglob("*.py")]
    found = {file.relative_to(ROOT).as_posix() for file in files if LISTENS.search(file.read_text("utf-8"))}
    assert found == KNOWN.keys()


@pytest.mark.parametrize("name", SIMULATED)
def test_it_answers_as_it_documents(name: str) -> None:
    asked = ask_simulated(SIMULATED[name], examples=6, start=1, modes=in_turn)
    assert asked.wrong == {}
    assert asked.requests > asked.operations


@pytest.mark.parametrize("length", ["much", "-1", "99999999", "9" * 5000, "1e3"])
def test_a_length_that_is_none_is_refused(length: str) -> None:
    with opened(SIMULATED["epos"]) as printer:
        host, port = printer.base_url.host, printer.base_url.port
        assert port is not None
        with socket.create_connection((host, port), timeout=5) as pipe:
            pipe.sendall(f"POST {SERVICE} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
            assert pipe.recv(12) in (b"HTTP/1.1 400", b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "element",
    ['<text width="0">a</text>', '<text align="above">a</text>', '<feed line="300"/>', '<pulse drawer="none"/>',
     '<image width="9999999" height="1"/>', '<image width="8" height="1">é</image>', f"<barcode>{'1' * 300}</barcode>"],
)  # fmt: skip
def test_an_element_that_says_too_much_is_no_job(element: str) -> None:
    with opened(SIMULATED["epos"]) as printer:
        answer = printer.post(
            SERVICE, content=f'<e><epos-print xmlns="{PRINT_SPACE}">{element}</epos-print></e>'.encode()
        )
    assert (answer.status_code, 'code="SchemaError"' in answer.text) == (200, True)


@pytest.mark.parametrize(
    "message", [b"\x01", b"\x01\x01\x00\x02\x00\x00\x00\x01", b"\x01\x01\x00\x02\x00\x00\x00\x01\x01\x47\xff"]
)
def test_a_message_that_ends_early_is_a_bad_request(message: bytes) -> None:
    with opened(SIMULATED["ipp"]) as spooler:
        answer = spooler.post("/printers/front", content=message)
    assert answer.content[2:4] == b"\x04\x00"


def test_the_address_where_back_offices_call_answers_as_it_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert hook_schema.main(["--examples", "3"]) == 0, capsys.readouterr().out


def test_a_server_that_says_nothing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs_up(self: object, request: httpx.Request) -> httpx.Response:
        raise httpx.RemoteProtocolError("hung up")

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", hangs_up)
    monkeypatch.setattr("tests.support.simulated_http.ask_other_methods", lambda *_: Asked())
    asked = ask_simulated(SIMULATED["epos"], examples=1, start=1)
    assert [problem for problem in asked.wrong if "no answer (RemoteProtocolError)" in problem]
