"""`pair`: show a pairing code at a terminal of the store, or join the store with one."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, FOUND_SOMETHING, Call, WrongUse
from aura_terminal.app.joining import Newcomer, join_store
from aura_terminal.app.node import Node
from aura_terminal.app.node_peers import NodePeers
from aura_terminal.app.node_shop import NodeShop, node_thread
from aura_terminal.app.settings import Settings
from aura_terminal.domain.errors import Unavailable
from aura_terminal.store.folders import store_file
from aura_terminal.store.locks import Role, is_taken
from sync.net.addresses import read_address as read_peer_address
from sync.net.addresses import write_address
from sync.net.discovery import find_inviter, own_hosts
from sync.net.invitation import NotWelcome
from sync.net.pairing_code import read_code
from sync.node.address import read_address
from sync.node.caller import BusCaller
from sync.node.frames import Topic
from sync.node.store_queue import StoreQueue

NODE_STARTS_WITHIN = 60.0
CODE_WITHIN = 20.0
FOUND_WITHIN = 5.0


def pair(call: Call) -> int:
    """Show a code, or join with one."""
    asked = call.arguments
    if asked.show_code:
        return show_code(call)
    if not asked.code or not asked.label:
        raise WrongUse(
            "Say --show-code at a terminal of the store; then, at the new one: "
            "aura-terminal pair --address HOST:PORT --code XXXXX-XXXXX --label R2"
        )
    return join(call)


def show_code(call: Call) -> int:
    """Print a code; wait for the newcomer where no node would, or where that was asked for."""
    if not store_file(call.folder).exists():
        raise WrongUse(f"There is no store in {call.folder}. A code is shown at a terminal that has one.")
    if not call.settings.peers.enabled:
        raise WrongUse("Working together is switched off here: set peers.enabled = true in settings.toml.")
    if is_taken(call.folder, Role.NODE):
        with BusCaller(call.folder) as caller:
            seconds = _print_code(call, caller)
            return _wait(call, caller, seconds) if call.arguments.wait else FINE
    with _node_for_pairing(call.folder, call.settings), BusCaller(call.folder) as caller:
        return _wait(call, caller, _print_code(call, caller))


def _print_code(call: Call, caller: BusCaller) -> float:
    caller.ask(Topic.PAIR)
    said = caller.hear(Topic.CODE, Topic.PAIRED, within=CODE_WITHIN)
    if said is None or said.topic is not Topic.CODE:
        raise Unavailable("Pairing", "the node shows no code; its log in the data folder says why")
    code, seconds, port = said.payload.split(" ")
    addresses = [write_address(host, int(port)) for host in own_hosts(call.settings.peers.bind)]
    call.report(
        {"code": code, "seconds": int(seconds), "addresses": addresses},
        f"The pairing code is {code}. It is good for {int(seconds) // 60} minutes and one terminal. At the new one:\n"
        f"  aura-terminal pair --address {addresses[0]} --code {code} --label LABEL",
    )
    return float(seconds)


def _wait(call: Call, caller: BusCaller, seconds: float) -> int:
    said = caller.hear(Topic.PAIRED, within=seconds)
    if said is None:
        raise Unavailable("Pairing", "nobody came in time; the code is good no longer")
    outcome, _, label = said.payload.partition(" ")
    if outcome != "joined":
        call.report({"joined": None}, f"{label} began to join and did not get through. Show a new code.")
        return FOUND_SOMETHING
    call.report({"joined": label}, f"{label} belongs to the store now.")
    return FINE


@contextmanager
def _node_for_pairing(folder: Path, settings: Settings) -> Iterator[None]:
    """A node without devices in this process, as long as the code is shown."""
    clock, ids = SystemClock(), SystemIds()
    queue: StoreQueue[NodeShop] = StoreQueue(node_thread(folder, clock, ids))
    node = Node((), queue, clock, ids, NodePeers(folder, settings.peers, queue, clock, ids))
    failures: list[Unavailable] = []

    def run() -> None:
        try:
            node.run(folder)
        except Unavailable as trouble:
            failures.append(trouble)

    thread = threading.Thread(target=run, name="node")
    thread.start()
    try:
        _until_it_answers(folder, thread)
        if failures:
            raise failures[0]
        yield
    finally:
        node.end()
        thread.join()


def _until_it_answers(folder: Path, thread: threading.Thread) -> None:
    pause = threading.Event()
    for _ in range(int(NODE_STARTS_WITHIN / 0.05)):
        if read_address(folder) is not None or not thread.is_alive():
            return
        pause.wait(0.05)
    raise Unavailable("The node", "it did not start in time")


def join(call: Call) -> int:
    """Make this machine a terminal of the store whose code was given."""
    asked = call.arguments
    try:
        code = read_code(asked.code)
        host, port = read_peer_address(asked.address) if asked.address else _inviter(call)
    except ValueError as wrong:
        raise WrongUse(f"That cannot be used: {wrong}.") from wrong
    newcomer = Newcomer(asked.label, code, host, port, call.settings, asked.port)
    try:
        joined = join_store(call.folder, newcomer, SystemIds(), secrets.token_bytes)
    except NotWelcome as refused:
        raise WrongUse(str(refused)) from refused
    call.report(
        {"terminal": joined.label, "store_id": joined.store_id, "inviter": joined.inviter, "bytes": joined.size},
        f"This machine is terminal {joined.label} now, let in by {joined.inviter}. Start it: aura-terminal",
    )
    return FINE


def _inviter(call: Call) -> tuple[str, int]:
    address = find_inviter(call.settings.peers.bind, FOUND_WITHIN)
    if address is None:
        raise Unavailable(
            "The store",
            "no terminal that shows a code was found on this network. Name one, as it is shown there: --address",
        )
    return read_peer_address(address)
