"""Whoever can reach the address where back offices call: noise, forgeries and repeats over real HTTP, in every form."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random

import pytest

from tests.support.hook_ear import BODY, FORMS, SECRET, Ear


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ear(form: str) -> Iterator[Ear]:
    ear = Ear(FORMS[form][0])
    yield ear
    ear.close()


def test_a_captured_call_played_again_from_everywhere_at_once_is_heard_once(ear: Ear, form: str) -> None:
    headers = FORMS[form][1](BODY, SECRET)
    with ThreadPoolExecutor(4) as callers:
        answers = list(callers.map(lambda _: ear.call(headers), range(40)))
    assert set(answers) <= {204, 503}
    assert ear.heard == [BODY]


def test_no_forgery_is_heard(ear: Ear, form: str) -> None:
    sign = FORMS[form][1]
    good = sign(BODY, SECRET)
    signature = max(good, key=lambda name: len(good[name]))
    forgeries: list[Mapping[str, str]] = [sign(BODY, "guessed"), sign(BODY, ""), sign(BODY + b" ", SECRET), {}]
    forgeries += [
        {**good, signature: wrong} for wrong in ("", "sha256=", good[signature][:-1], good[signature].upper())
    ]
    forgeries += [{name: value} for name, value in good.items() if name != signature]
    forgeries += [theirs(BODY, SECRET) for other, (_, theirs) in FORMS.items() if other != form]
    assert {ear.call(one) for one in forgeries} == {401}
    assert ear.heard == []


def noise(chance: Random, headers: Mapping[str, str]) -> bytes:
    """A call that is none: any method, any length, headers cut off or of another body, bytes of any kind."""
    method = chance.choice((b"POST", b"POST", b"GET", b"", b"POST\0", b"\xff\xfe"))
    told = [f"{name}: {value[: chance.randrange(len(value))]}".encode() for name, value in headers.items()]
    length = chance.choice((b"0", b"3", b"-1", b"99999999999", b"0x10", "\u0663".encode(), b""))
    body = chance.randbytes(chance.randrange(30))
    return (
        b" ".join((method, b"/" + chance.randbytes(3).hex().encode(), b"HTTP/1.1"))
        + b"\r\n"
        + b"\r\n".join((b"Host: x", b"Connection: close", b"Content-Length: " + length, *told, b"", body))
    )


def test_a_call_that_is_none_is_never_heard_and_keeps_nobody_out(ear: Ear, form: str) -> None:
    chance, headers = Random(form), FORMS[form][1](BODY, SECRET)
    for _ in range(30):
        with socket.create_connection(("127.0.0.1", ear.server.port), timeout=10) as line:
            line.sendall(noise(chance, headers))
            line.shutdown(socket.SHUT_WR)
            with suppress(ConnectionResetError):  # it hung up on what it did not read
                assert b" 204" not in line.recv(200)
    assert ear.heard == []
    assert ear.call(headers) == 204
    assert ear.heard == [BODY]


def test_a_flood_of_forgeries_does_not_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    ear = Ear(FORMS["unified"][0])
    for _ in range(20):
        ear.call({})
    ear.clock.seconds = 61.0
    ear.call({})
    ear.close()
    said = [record.getMessage() for record in caplog.records if record.name == "sync.node.hook_server"]
    assert said == ["hook_refused: forged, 1 since the last line", "hook_refused: forged, 20 since the last line"]
