"""`/api/v1/peer`: a WebSocket on which a terminal and the central say what terminals say to each other.

The account's token proves that the caller belongs to the store; the terminal names itself in `X-Terminal-ID` and
`X-Terminal-Label`. One binary message of the WebSocket is one message of the mesh (`sync/protocol.py`).
"""

from __future__ import annotations

import asyncio
import re

from anyio import to_thread
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.websockets import WebSocketState

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.terminals import PairedTerminal
from aura_terminal.ports.store import SYSTEM
from sync.central.api.callers import Caller, caller_of
from sync.central.api.calling import House
from sync.central.api.errors import Refused, forbidden, unauthorized
from sync.central.api.passwords import ACCESS
from sync.central.api.rights import RECORD
from sync.central.peer.exchange import Exchange
from sync.central.peer.station import End, Line, terminal_id_of
from sync.central.store.desk import Desk, milliseconds
from sync.mesh.contract import LinkId, PeerIdentity

TERMINAL_ID, TERMINAL_LABEL = "x-terminal-id", "x-terminal-label"
UNAUTHORIZED, FORBIDDEN, REFUSED, ENDED = 4401, 4403, 4400, 1000
"""Close codes; those of the private range are the HTTP status behind a 4."""

_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")
_LABEL = re.compile(r"[A-Za-z0-9]{1,8}")
_LONGEST_REASON = 100  # bytes of a close reason are few (RFC 6455, section 5.5)

router = APIRouter()


@router.websocket("/api/v1/peer")
async def peer(socket: WebSocket) -> None:
    """Exchange facts until one of the two has enough."""
    house: House = socket.app.state.house
    exchange: Exchange = socket.app.state.exchange
    try:
        by, identity = await to_thread.run_sync(_admitted, house, socket)
    except (Refused, RuleBroken) as refused:
        await _turn_away(socket, refused)
        return
    await socket.accept()
    station = exchange.station(by.tenant)
    address = socket.client.host if socket.client else ""
    link, line = await station.join(identity, address, lambda: _judged(house, socket))
    sending = asyncio.create_task(_send(socket, line))
    try:
        while not line.is_over:
            message = await socket.receive_bytes()
            if not line.is_over:
                await station.hear(link, message)
    except (WebSocketDisconnect, KeyError, RuntimeError):  # gone, or a text where bytes belong
        line.end("the line is cut")
    finally:
        await station.leave(LinkId(link))
        line.end("")
        await sending


async def _send(socket: WebSocket, line: Line) -> None:
    """Send what waits, in order; then close with the reason."""
    try:
        while not isinstance(message := await line.waiting.get(), End):
            line.unsent -= len(message)
            await socket.send_bytes(message)
        if socket.application_state is WebSocketState.CONNECTED:
            await socket.close(message.code or (REFUSED if message.why else ENDED), message.why[:_LONGEST_REASON])
    except (WebSocketDisconnect, RuntimeError):
        line.is_over = True


async def _turn_away(socket: WebSocket, refused: Refused | RuleBroken) -> None:
    """Say why by a close code, which needs the line to be up for a moment."""
    end = _end_of(refused)
    await socket.accept()
    await socket.close(end.code, end.why[:_LONGEST_REASON])


def _end_of(refused: Refused | RuleBroken) -> End:
    status = refused.status if isinstance(refused, Refused) else 403
    return End(str(refused), UNAUTHORIZED if status == 401 else FORBIDDEN)


def _judged(house: House, socket: WebSocket) -> End | None:
    """Whether the caller would be let in now: a token that ran out, a session that ended, an account put to rest."""
    try:
        _admitted(house, socket)
    except (Refused, RuleBroken) as refused:
        return _end_of(refused)
    except (OperationalError, NoConnection):
        return None  # nobody can say just now; it is asked again
    return None


def _admitted(house: House, socket: WebSocket) -> tuple[Caller, PeerIdentity]:
    """Who is calling. Raises Refused: no good token (401), no right to record sales, or a terminal sent away (403)."""
    scheme, _, token = socket.headers.get("authorization", "").partition(" ")
    now = house.press.clock.now()
    claims = house.tokens.read(token, ACCESS, now) if scheme.casefold() == "bearer" else None
    if claims is None:
        raise unauthorized()
    terminal_id, label = socket.headers.get(TERMINAL_ID, ""), socket.headers.get(TERMINAL_LABEL, "")
    if not _NAME.fullmatch(terminal_id) or not _LABEL.fullmatch(label):
        raise forbidden("X-Terminal-ID and X-Terminal-Label name the terminal")
    with house.database.reading() as connection:
        by = caller_of(connection, claims, socket.headers.get("x-tenant-id", ""), milliseconds(now))
        by.must(RECORD)
        if terminal_id == terminal_id_of(by.tenant.store_id) or label == by.tenant.label:
            raise forbidden("This is the central's own name")
        desk = Desk(house.press, connection, by.tenant, SYSTEM)
        paired: PairedTerminal = desk.aggregate(Aggregate.TERMINAL, terminal_id)
    if paired.revoked_at is not None:
        raise forbidden("The terminal was sent away")
    return by, PeerIdentity(terminal_id, label)
