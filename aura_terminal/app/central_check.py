"""Whether a back office accepts an account: one request, made and answered while somebody waits for it."""

from __future__ import annotations

import time
from pathlib import Path
from queue import Empty, SimpleQueue

from aura_terminal.app.central_offices import connector_of, office_of
from aura_terminal.app.central_settings import CentralSettings
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from sync.reconcile.contract import Answer, Call, Done, Later, Lost, Outcome, Refusal, Reply, Tokens, canonical
from sync.reconcile.effects import Send, Ticket
from sync.reconcile.http import HttpCarrier
from sync.reconcile.office import StoreSaid
from sync.reconcile.replies import complaint_of

ANSWER_WITHIN = 45.0
_TRIES = 2  # a refused token is followed by the password


class AccountRefused(Exception):
    """The back office does not accept the account; the text says so in its words, as far as it used any."""


def sign_in(folder: Path, central: CentralSettings, tokens: Tokens) -> None:
    """Get tokens into `tokens`, which holds the secret; keys are only tried.

    Raises AccountRefused, and Unavailable for no good answer.
    """
    connector = connector_of(folder, central, tokens)
    if not central.user:
        _try_keys(central, dict(connector.headers("")))
        return
    outcome: Outcome | None = None
    for _ in range(_TRIES):
        call = connector.sign_in(_now_ms())
        if call is None:
            return
        answer = ask(central, call, dict(connector.headers("")))
        outcome = connector.signed_in(answer, _now_ms())
        if isinstance(outcome, Done):
            return
    if isinstance(outcome, Refusal):
        raise AccountRefused(outcome.said or "it gave no reason")
    if isinstance(outcome, Later):
        raise Unavailable(
            central.url, told("it asks to be left alone for {seconds:.0f} seconds", seconds=outcome.seconds)
        )
    raise Unavailable(
        central.url,
        told("it does not answer as it should ({why})", why=getattr(outcome, "why", None) or told("signing in failed")),
    )


def store_there(folder: Path, central: CentralSettings, tokens: Tokens) -> StoreSaid:
    """What the back office says of the account's store. Raises Unavailable where it is not reached."""
    office, connector = office_of(central.connector), connector_of(folder, central, tokens)
    replies = [ask(central, call, dict(connector.headers(""))) for call in office.asks]
    return office.says([one for one in replies if isinstance(one, Reply)], central.tenant)


def _try_keys(central: CentralSettings, headers: dict[str, str]) -> None:
    """Make the office's own probe. Raises AccountRefused, and Unavailable where it does not say."""
    probe = office_of(central.connector).probe
    if probe is None:
        return
    answer = ask(central, probe, headers)
    assert isinstance(answer, Reply)
    if answer.status in (401, 403):
        raise AccountRefused(complaint_of(answer).message or f"it answered {answer.status}")
    if not 200 <= answer.status < 300:
        raise Unavailable(central.url, told("it does not answer as it should (status {status})", status=answer.status))


def ask(central: CentralSettings, call: Call, headers: dict[str, str]) -> Answer:
    """Make one request and wait for what comes of it."""
    answers: SimpleQueue[Answer] = SimpleQueue()
    bugs: SimpleQueue[BaseException] = SimpleQueue()
    carrier = HttpCarrier(central.url, lambda ticket, answer: answers.put(answer), bugs.put)
    carrier.start()
    try:
        body = b"" if call.body is None else canonical(call.body)
        carrier.send(Send(Ticket(1), call.method, call.path, headers, body))
        answer = answers.get(timeout=ANSWER_WITHIN)
    except Empty:
        answer = Lost("no answer in time", maybe_done=True)
    finally:
        carrier.close()
    if isinstance(answer, Lost):
        raise Unavailable(
            central.url, told("it is not reached ({why}). Look at the address and the network.", why=answer.why)
        )
    return answer


def _now_ms() -> int:
    return int(time.time() * 1000)
