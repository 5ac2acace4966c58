"""`central`: the self-hosted central back office, its stores and its people."""

from __future__ import annotations

import json
import os
import signal
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY, socket
from typing import TYPE_CHECKING, Any
from uuid import UUID

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.folders import prepare_folder
from aura_terminal.domain.documents import DocumentKind
from sync.node.ending import end_with_input

if TYPE_CHECKING:
    import uvicorn

    from sync.central.founding import Owner
    from sync.central.settings import CentralSettings
    from sync.central.store.database import Database
    from sync.central.store.desk import Press

FILE = "central.sqlite"
NEEDED = {"fastapi": "fastapi", "uvicorn": "uvicorn", "jwt": "pyjwt"}
WORKER = "aura_terminal.app.commands.central_server:worker"
HANDED = "AURA_CENTRAL_SETTINGS"
SECONDS_TO_FINISH = 20
OF_THE_MACHINE = frozenset({DocumentKind.DEVICE_STATE, DocumentKind.PAPER_DETOUR, DocumentKind.STORE_CARE})


def central(call: Call) -> int:
    """Serve, or add a store or somebody to it; or have a terminal tell a central everything, or be told by it."""
    if call.arguments.action in ("tell", "come-back"):
        from aura_terminal.app.commands.central_facts import come_back, tell

        return tell(call) if call.arguments.action == "tell" else come_back(call)
    _must_be_installed()
    from sync.central.api.errors import Refused
    from sync.central.store.migrating import SchemaNewer

    try:
        if call.arguments.action == "add-store":
            return _add_store(call)
        if call.arguments.action == "add-user":
            return _add_user(call)
        return _serve(call)
    except (Refused, SchemaNewer) as refused:
        raise WrongUse(str(refused)) from refused


def worker() -> Any:  # an ASGI application, which uvicorn takes as it is
    """The application of one worker process, from the settings its parent handed on."""
    from sync.central.settings import CentralSettings
    from sync.central.webhooks.reaching import Hooks
    from sync.central.wiring import api_of, house_of

    said = json.loads(os.environ[HANDED])
    settings = CentralSettings(**{**said, "hooks": Hooks(said["hooks"])})
    house, deliveries = house_of(settings, _database(settings), _press())
    return api_of(house, deliveries)


def _must_be_installed() -> None:
    missing = [package for module, package in NEEDED.items() if find_spec(module) is None]
    if missing:
        raise WrongUse(f"The central needs {', '.join(missing)}: run pip install 'aura-terminal[central]'.")


def _settings(call: Call) -> CentralSettings:
    from sync.central.settings import CentralSettings
    from sync.central.webhooks.reaching import Hooks

    asked = call.arguments
    url = asked.database
    if not url:
        url = f"sqlite:///{prepare_folder(call.folder) / FILE}"
    elif url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise WrongUse("--database takes sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME.")
    if url.startswith("postgresql") and find_spec("psycopg") is None:
        raise WrongUse("PostgreSQL needs psycopg: run pip install 'aura-terminal[central]'.")
    return CentralSettings(url, asked.tier, asked.sandbox, max(1, asked.workers), Hooks(asked.hooks))


def _database(settings: CentralSettings) -> Database:
    from sqlalchemy.exc import ArgumentError, OperationalError

    from aura_terminal.store.driver import sqlite
    from sync.central.wiring import opened

    try:
        return opened(settings, sqlite)
    except (OperationalError, ArgumentError) as trouble:
        first = str(getattr(trouble, "orig", trouble)).splitlines()[0]
        raise WrongUse(f"The central's database cannot be used: {first}") from trouble


def _press() -> Press:
    from aura_terminal.store.codec import Codec
    from sync.central.wiring import press_of

    return press_of(Codec(), SystemClock(), SystemIds())


def _serve(call: Call) -> int:
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from sync.central.api.patience import Impatient
    from sync.protocol import MESSAGE_LIMIT

    settings = _settings(call)
    _database(settings).close()
    os.environ[HANDED] = json.dumps({
        "database": settings.database, "tier": settings.tier, "sandbox": settings.sandbox,
        "workers": settings.workers, "hooks": settings.hooks,
    })  # fmt: skip
    asked = call.arguments
    config = uvicorn.Config(
        WORKER, factory=True, host=asked.bind, port=asked.port, workers=settings.workers, access_log=False,
        log_level="warning", timeout_graceful_shutdown=SECONDS_TO_FINISH, server_header=False,
        ws_max_size=MESSAGE_LIMIT, http=Impatient,
    )  # fmt: skip
    listening = listening_at(config)
    host, port = listening.getsockname()[:2]
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    plain = {"url": url, "workers": settings.workers, "sandbox": settings.sandbox}
    call.report(plain, f"The central answers at {url} (its documentation at {url}/docs). Ctrl+C ends it.")
    if asked.end_with_input:
        end_with_input(partial(os.kill, os.getpid(), signal.SIGTERM))
    if settings.workers > 1:
        Multiprocess(config, sockets=[listening]).run()
    else:
        uvicorn.Server(config).run(sockets=[listening])
    return FINE


def listening_at(config: uvicorn.Config) -> socket:
    """The socket all workers answer at.

    Whoever calls while they start waits instead of being turned away. Head and body of an answer leave one after the
    other; without NODELAY the body of every one but the first on a line waits 40 ms for the other end's word.
    """
    listening = config.bind_socket()
    listening.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    listening.listen(config.backlog)
    return listening


def _add_store(call: Call) -> int:
    from sync.central.founding import add_store

    asked = call.arguments
    if not asked.name or not asked.owner:
        raise WrongUse("Say what the store is called and whose it is: central add-store NAME --owner EMAIL.")
    if asked.store_id and not _is_uuid(asked.store_id):
        raise WrongUse("--store-id is the id that central tell names at a terminal of the store.")
    documents = () if asked.store_id else _shop(asked.shop, asked.name, asked.currency, asked.zone)
    settings = _settings(call)
    database = _database(settings)
    try:
        person, tier = _person(call), asked.store_tier
        founded = add_store(database, _press(), asked.name, documents, person, tier, asked.store_id)
    finally:
        database.close()
    plain = {"tenant": founded.tenant, "store_id": founded.store_id, "account": founded.account}
    call.report(plain, f"Added store {founded.tenant} ({asked.name}); X-Tenant-ID is {founded.store_id}.")
    return FINE


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _add_user(call: Call) -> int:
    from sync.central.founding import add_member

    asked = call.arguments
    if not asked.owner or not asked.name or not asked.name.isdecimal():
        raise WrongUse("Say which store and who: central add-user STORE-NUMBER --owner EMAIL --role ROLE.")
    database = _database(_settings(call))
    try:
        account = add_member(database, _press(), int(asked.name), _person(call), asked.role)
    except ValueError as wrong:
        raise WrongUse(str(wrong)) from wrong
    finally:
        database.close()
    call.report({"account": account}, f"Account {account} may sign in as {asked.role}.")
    return FINE


def _person(call: Call) -> Owner:
    from sync.central.founding import Owner

    asked = call.arguments
    if not asked.password_stdin:
        raise WrongUse("The password comes on standard input: add --password-stdin.")
    password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < 8:
        raise WrongUse("A password needs at least 8 characters.")
    first, _, last = (asked.person or "").partition(" ")
    return Owner(asked.owner, password, first, last)


def _shop(which: str, name: str, currency: str, zone: str) -> tuple[Any, ...]:
    """The documents a store opens with: the demo shop's under this name, those of a menu file, or of a terminal."""
    from dataclasses import replace

    from aura_terminal.app.commands.new_store import DEMO
    from aura_terminal.app.empty_shop import empty_shop
    from aura_terminal.app.menu_csv import read_menu_csv
    from aura_terminal.app.new_shop import demo_shop
    from aura_terminal.app.shop_entries import ShopFileProblem
    from aura_terminal.domain.money import EXPONENTS
    from aura_terminal.domain.shop import StoreProfile

    if which == DEMO:
        return tuple(replace(one, name=name) if isinstance(one, StoreProfile) else one for one in demo_shop().documents)
    if Path(which).is_dir():
        return _sold_at(Path(which), name)
    if currency not in EXPONENTS:
        raise WrongUse(f"There is no currency {currency!r} (--currency).")
    bare = empty_shop(name, currency, zone)
    if which == "empty":
        return tuple(bare.documents)
    if not Path(which).is_file():
        raise WrongUse(f"There is no menu file {which}. Name a CSV file, or say --shop demo or --shop empty.")
    try:
        return tuple(read_menu_csv(Path(which), bare).documents)
    except ShopFileProblem as problem:
        raise WrongUse(str(problem)) from problem


def _sold_at(folder: Path, name: str) -> tuple[Any, ...]:
    """What the terminal of a data folder knows of its store, under this name; its devices stay its own."""
    from dataclasses import replace

    from aura_terminal.app.opening import opened
    from aura_terminal.domain.documents import DOCUMENT_TYPES
    from aura_terminal.domain.shop import StoreProfile
    from aura_terminal.ports.store import SYSTEM
    from aura_terminal.store.folders import store_file
    from aura_terminal.store.locks import Role

    if not store_file(folder).exists():
        raise WrongUse(f"There is no store in {folder}. Name a terminal's data folder, or a CSV file.")
    with opened(folder, Role.TOOL) as terminal, terminal.store.begin(SYSTEM) as work:
        wanted = [kind for what, kind in DOCUMENT_TYPES.items() if what not in OF_THE_MACHINE]
        documents = [document for kind in wanted for document in work.documents.all(kind)]
    return tuple(replace(one, name=name) if isinstance(one, StoreProfile) else one for one in documents)
