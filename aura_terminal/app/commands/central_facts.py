"""`central tell` and `central come-back`: a terminal that tells a central of our own everything, and one that lost its
disk and has everything told by it."""

from __future__ import annotations

import re
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

from aura_terminal.app.care_notes import AT_THE_MACHINE
from aura_terminal.app.central_facts import FactsAccount, Held, Whom, keep_password
from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.folders import prepare_folder
from aura_terminal.app.node import Node
from aura_terminal.app.node_peers import NodePeers
from aura_terminal.app.node_shop import NodeShop, node_thread
from aura_terminal.app.opening import opened, vault
from aura_terminal.app.peer_identity import is_paired, terminal_id_of
from aura_terminal.app.peer_settings import PEER_KINDS, PeerSettings
from aura_terminal.app.setting_kinds import WrongValue
from aura_terminal.app.settings import FILE_NAME, SETTING_KINDS, Settings, SettingsProblem, read_settings
from aura_terminal.app.settings_file import write_first_settings
from aura_terminal.domain.errors import Unavailable
from aura_terminal.store.folders import store_file
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role, is_taken
from sync.net.central_line import NotAdmitted
from sync.node.store_queue import StoreQueue

LOST = "its disk was lost, and it came back from the central"
LOOK_SECONDS = 0.2
_TABLE = re.compile(r"^\[peers\][^\n]*\n", re.MULTILINE)
_LINES = re.compile(r"^(central|central_user) *=.*\n", re.MULTILINE)


def tell(call: Call) -> int:
    """Have this terminal tell a central everything from now on; asked of the central first."""
    if not store_file(call.folder).exists():
        raise WrongUse(f"There is no store in {call.folder}. One that was lost comes back with central come-back.")
    settings, password = _asked(call), _password(call)
    with opened(call.folder, Role.TOOL) as store:
        identity = store.store.identity
    held = _held(settings, password, identity.store_id)
    before = (call.folder / FILE_NAME).read_text("utf-8") if (call.folder / FILE_NAME).exists() else ""
    (call.folder / FILE_NAME).write_text(with_central(before, settings), "utf-8")
    try:
        read_settings(call.folder, {}, {})
    except SettingsProblem:
        (call.folder / FILE_NAME).write_text(before, "utf-8")
        raise
    keep_password(call.folder, identity.store_id, password)
    again = " Restart this terminal, so that it begins." if is_taken(call.folder, Role.NODE) else ""
    call.report(
        {"central": settings.central, "user": settings.central_user, "label": held.central.label},
        f"This terminal tells {held.central.label} at {settings.central} everything.{again}",
    )
    return FINE


def come_back(call: Call) -> int:
    """Make this machine a terminal of a store that a central holds; whole when this returns, or it can be gone on with.

    What the terminal of this label did and never told is lost with its disk, and the old machine is sent away.
    """
    folder, asked = prepare_folder(call.folder), call.arguments
    _must_be_a_label(asked.terminal)
    settings, password = _asked(call), _password(call)
    held = _held(settings, password, "")
    if not held.known:
        raise WrongUse("The central holds nothing of this store yet.")
    clock, ids = SystemClock(), SystemIds()
    if not store_file(folder).exists():
        if not (folder / FILE_NAME).exists():
            write_first_settings(folder, Settings(terminal=asked.terminal, peers=settings))
        keep_password(folder, held.store_id, password)
        sealed = vault(folder, held.store_id)
        found_store(folder, clock, ids, label=asked.terminal, documents=(), vault=sealed, store_id=held.store_id)
    with opened(folder, Role.TOOL) as store:
        if store.store.identity.store_id != held.store_id:
            raise WrongUse(f"There is another store in {folder} already. Name another folder with --data.")
    facts = _fetch(folder, settings, held, asked.within)
    gone = _send_away(folder, asked.terminal)
    call.report(
        {"terminal": asked.terminal, "store_id": held.store_id, "facts": facts, "sent_away": gone},
        f"This machine is terminal {asked.terminal} again, with {facts} facts. Its key of the PINs went with the disk: "
        "give people new ones with aura-terminal pin STAFF.",
    )
    return FINE


def _asked(call: Call) -> PeerSettings:
    said = {"central": call.arguments.name or "", "central_user": call.arguments.owner or ""}
    if not all(said.values()):
        raise WrongUse("Say where the central is and whose account it is: central tell URL --owner E-MAIL.")
    try:
        told = {name: str(PEER_KINDS[name].read(value)) for name, value in said.items()}
    except WrongValue as wrong:
        raise WrongUse(f"That cannot be used: it has to be {wrong}.") from wrong
    return replace(PeerSettings(), central=told["central"], central_user=told["central_user"])


def _password(call: Call) -> str:
    if not call.arguments.password_stdin:
        raise WrongUse("The password comes on standard input: add --password-stdin.")
    return sys.stdin.readline().rstrip("\r\n")


def _held(settings: PeerSettings, password: str, store_id: str) -> Held:
    try:
        return FactsAccount(settings, password, Whom(store_id, "", ""), SystemClock()).held()
    except NotAdmitted as refused:
        mine = f" This store's id is {store_id}: central add-store --store-id {store_id}" if store_id else ""
        raise WrongUse(f"The central refuses: {str(refused).rstrip('.')}.{mine}") from refused


def with_central(text: str, settings: PeerSettings) -> str:
    """settings.toml with the central in its table [peers]; every other line stays as it is."""
    said = {name: PEER_KINDS[name].write(getattr(settings, name)) for name in ("central", "central_user")}
    lines = "".join(f"{name} = {value}\n" for name, value in said.items())
    table = _TABLE.search(text)
    if table is None:
        first = text.index("[[") if "[[" in text else len(text)
        return f"{text[:first]}\n[peers]\n{lines}\n{text[first:]}"
    rest = re.search(r"^\[", text[table.end() :], re.MULTILINE)
    end = len(text) if rest is None else table.end() + rest.start()
    return text[: table.end()] + lines + _LINES.sub("", text[table.end() : end]) + text[end:]


def _fetch(folder: Path, settings: PeerSettings, held: Held, within: float) -> int:
    """Let a node without devices take in what the central holds; answers how many facts are here then."""
    clock, ids = SystemClock(), SystemIds()
    queue: StoreQueue[NodeShop] = StoreQueue(node_thread(folder, clock, ids))
    node = Node((), queue, clock, ids, NodePeers(folder, settings, queue, clock, ids))
    troubles: list[Unavailable] = []

    def run() -> None:
        try:
            node.run(folder)
        except Unavailable as trouble:
            troubles.append(trouble)

    thread = threading.Thread(target=run, name="node")
    thread.start()
    try:
        return _until_all_is_here(folder, thread, queue, held, time.monotonic() + within)
    finally:
        node.end()
        thread.join()
        if troubles:
            raise troubles[0]


def _until_all_is_here(
    folder: Path, thread: threading.Thread, queue: StoreQueue[NodeShop], held: Held, until: float
) -> int:
    from sync.node.address import read_address

    pause = threading.Event()
    while time.monotonic() < until and thread.is_alive():
        pause.wait(LOOK_SECONDS)
        if read_address(folder) is None:
            continue
        known = {str(origin): seq for origin, seq in queue.read(lambda opened: opened.store.known()).result()}
        if all(known.get(origin, 0) >= seq for origin, seq in held.known.items()):
            return sum(known.values())
    raise Unavailable("Central", "not everything came in time; go on with the same command")


def _send_away(folder: Path, label: str) -> list[str]:
    """Send the machines away that were called so before; the ids of those."""
    mine = terminal_id_of(folder) if is_paired(folder) else ""
    with opened(folder, Role.TOOL) as store:
        rows = store.shop.reads.mesh.terminals()
        gone = [
            one.terminal_id for one in rows if one.label == label and one.terminal_id != mine and one.revoked_at is None
        ]
        for terminal_id in gone:
            store.shop.terminals.revoke(AT_THE_MACHINE, terminal_id, LOST)
    return gone


def _must_be_a_label(label: str) -> None:
    try:
        SETTING_KINDS["terminal"].read(label)
    except WrongValue as wrong:
        raise WrongUse(f"A terminal cannot be called {label!r}; a label has to be {wrong}.") from wrong
