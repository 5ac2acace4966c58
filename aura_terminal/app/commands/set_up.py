"""`init`: a store from nothing, without questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.commands.new_store import DEMO, Asked, asked_store
from aura_terminal.app.device_settings import DeviceSettings
from aura_terminal.app.devices import DEMO_DEVICES
from aura_terminal.app.opening import opened, vault
from aura_terminal.app.settings import FILE_NAME, Settings, SettingsProblem
from aura_terminal.app.settings_file import add_central, write_first_settings
from aura_terminal.app.shop_files import ShopFiles
from aura_terminal.domain.money import EXPONENTS
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store.folders import store_file
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role, RoleLock
from aura_terminal.store.pins import PEPPER_FILE

if TYPE_CHECKING:
    from aura_terminal.app.central_accounts import KeptInMemory
    from aura_terminal.app.central_settings import CentralSettings

USUAL_CURRENCY, USUAL_ZONE = "EUR", "Europe/Berlin"
"""Of a store that no back office and no argument says anything of."""


def init(call: Call) -> int:
    """Set up a store; nothing is left behind when that fails."""
    asked = call.arguments
    if asked.central:
        return init_with_central(call)
    _check_printers(call)
    made = _asked_shop(call)
    shop = made.shop
    identity = set_up(call.folder, asked.terminal, shop, made.settings if made.settings.devices else None)
    words = f"Set up terminal {identity.label} in {call.folder}: {len(shop.documents)} documents."
    plain: dict[str, object] = {
        "terminal": identity.label,
        "store_id": identity.store_id,
        "origin": identity.origin,
        "documents": len(shop.documents),
        "staff_with_pin": len(shop.pins),
    }
    call.report(*_with_pins(*_with_printers(call, plain, words), made.made_up))
    return FINE


def init_with_central(call: Call) -> int:
    """Set up a store that mirrors a back office: sign in first, then found the store, then fetch all there is to sell.

    Nothing is left behind when the account is refused or the back office is not reached. A store whose first round was
    cut short stays: `sync --once` goes on with it.
    """
    from aura_terminal.app.central_round import Ending, make_round
    from aura_terminal.app.commands import accounts
    from aura_terminal.app.commands.central_sync import Progress, code_of, plain

    asked = call.arguments
    if store_file(call.folder).exists():
        raise WrongUse(f"There is a store in {call.folder} already. Add the account: aura-terminal account sign-in")
    _check_printers(call)
    central = accounts.asked_for(call)
    password = accounts.secret_of(call)
    tokens = accounts.accepted(call.folder, central, password)
    made = _shop_there(call, central, tokens)
    shop = made.shop
    settings = replace(made.settings, devices=_devices(made.settings), centrals=(central,))
    had_settings = (call.folder / FILE_NAME).exists()
    identity = set_up(call.folder, asked.terminal, shop, settings)
    if had_settings and central not in call.settings.centrals:
        add_central(call.folder, central)
    accounts.keep(call.folder, central, tokens, password)
    beside = tuple(one for one in call.settings.centrals if one.connector is not central.connector)
    rounds = make_round(call.folder, (central,), asked.within, Progress().see, beside)
    with opened(call.folder, Role.TOOL) as store:
        items = sum(len(store.shop.reads.menu.tiles(one.id)) for one in store.shop.reads.menu.categories())
    report: dict[str, object] = {
        "terminal": identity.label,
        "store_id": identity.store_id,
        "origin": identity.origin,
        "documents": len(shop.documents),
        "staff_with_pin": len(shop.pins),
        "items": items,
        "centrals": [plain(one) for one in rounds],
    }
    words = f"Set up terminal {identity.label} in {call.folder} with {central.connector.value}: {items} items to sell."
    if any(one.ending is not Ending.DONE for one in rounds):
        words += "\nNot everything came yet. Go on with: aura-terminal sync --once"
    call.report(*_with_pins(*_with_printers(call, report, words), made.made_up))
    return code_of(rounds)


def _devices(first: Settings) -> tuple[DeviceSettings, ...]:
    """Those of the store as it was asked for, and for what the back office may bring."""
    served = {route for device in first.devices for route in device.routes}
    return (*first.devices, *(device for device in DEMO_DEVICES if served.isdisjoint(device.routes)))


def _asked_shop(call: Call) -> Asked:
    asked = call.arguments
    return asked_store(asked, asked.store, asked.currency, asked.zone)


def _shop_there(call: Call, central: CentralSettings, tokens: KeptInMemory) -> Asked:
    """What the arguments do not say comes from the back office; what neither says is asked for.

    Who names the store is taken to mean the usual currency and zone where the back office says none.
    """
    from aura_terminal.app.central_check import store_there

    asked, name = call.arguments, central.connector.value
    if asked.shop == DEMO or all((asked.store, asked.currency, asked.zone)):
        return _asked_shop(call)
    said = store_there(call.folder, central, tokens)
    store, currency, zone = asked.store or said.name, asked.currency or said.currency, asked.zone or said.zone
    if asked.store:
        currency, zone = currency or USUAL_CURRENCY, zone or USUAL_ZONE
    if not store:
        raise WrongUse(f"{name} does not say what the store is called: add --store NAME.")
    if not currency:
        raise WrongUse(f"{name} does not say in which money it counts: add --currency CODE, such as EUR or USD.")
    if not asked.currency and currency not in EXPONENTS:
        raise WrongUse(f"{name} counts in {currency!r}, which is no currency here: add --currency CODE.")
    if not zone:
        raise WrongUse(f"{name} does not say in which time zone the store is: add --zone ZONE, such as Europe/Berlin.")
    return asked_store(asked, store, currency, zone)


def _with_pins(plain: dict[str, object], words: str, made_up: Mapping[str, str]) -> tuple[dict[str, object], str]:
    if not made_up:
        return plain, words
    owner, *others = made_up.items()
    told = [f"The owner's PIN is {owner[1]}. It is shown this once and kept nowhere; write it down."]
    told += [f"The PIN of {name} is {pin}." for name, pin in others]
    return plain | {"owner_pin": owner[1], "pins": dict(made_up)}, "\n".join((words, *told))


def _with_printers(call: Call, plain: dict[str, object], words: str) -> tuple[dict[str, object], str]:
    printers = _put_printers(call)
    for row in printers:
        words += f"\nPrinter {row['name']} ({row['job']}, {row['address']}): {row.get('words', 'not tried')}"
    return (plain | {"printers": printers} if printers else plain), words


def _put_printers(call: Call) -> list[dict[str, object]]:
    """Give the printers that were named their jobs, and have them print a page where that was asked for."""
    from aura_terminal.app.first_run.printers import FirstPrinters
    from aura_terminal.view_models.first_run_draft import FoundPrinter, Job

    asked = call.arguments
    desk, paper = FirstPrinters(call.folder, SystemClock(), SystemIds()), int(asked.paper or 80)
    told: list[dict[str, object]] = []
    for said in asked.printer or ():
        job, address, profile = _printer_of(said)
        printer = FoundPrinter(address, "", profile)
        row: dict[str, object] = {"name": desk.keep(printer, Job(job), paper), "job": job, "address": address}
        if asked.test_printers:
            page = desk.print_page(printer, paper)
            row |= {"page": page.printed.value, "words": page.words}
        told.append(row)
    return told


def _check_printers(call: Call) -> None:
    """Refuse a printer that this terminal's node could not use, before anything is written."""
    from aura_terminal.app.first_run.printers import must_be_usable
    from aura_terminal.view_models.first_run_draft import FoundPrinter, Job

    paper = int(call.arguments.paper or 80)
    for said in call.arguments.printer or ():
        job, address, profile = _printer_of(said)
        if job not in {each.value for each in Job} or not address:
            jobs = ", ".join(Job)
            raise WrongUse(f"{said!r} is no printer (--printer). Write JOB=ADDRESS[,PROFILE]; jobs are {jobs}.")
        try:
            must_be_usable(call.folder, FoundPrinter(address, "", profile), paper, SystemClock())
        except SettingsProblem as wrong:
            raise WrongUse(f"{said!r} is no printer (--printer): {wrong}") from wrong


def _printer_of(said: str) -> tuple[str, str, str]:
    job, _, rest = said.partition("=")
    address, _, profile = rest.partition(",")
    return job, address, profile


def set_up(folder: Path, label: str, shop: ShopFiles, settings: Settings | None = None) -> TerminalIdentity:
    """Found the store of a terminal and write its first settings."""
    clock, ids = SystemClock(), SystemIds()
    store_id = ids.new()
    with _alone(folder), _nothing_left_behind(folder / FILE_NAME, folder / PEPPER_FILE):
        if not (folder / FILE_NAME).exists():
            write_first_settings(folder, settings or Settings(terminal=label, devices=DEMO_DEVICES))
        return found_store(
            folder,
            clock,
            ids,
            label=label,
            documents=shop.documents,
            pins=shop.pins,
            vault=vault(folder, store_id),
            store_id=store_id,
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second set-up of the same folder, and a screen, out meanwhile."""
    lock = RoleLock(folder, Role.SCREEN)
    lock.take()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _nothing_left_behind(*files: Path) -> Iterator[None]:
    """Take away those of the files that were not there before, when what is done inside fails."""
    new = [file for file in files if not file.exists()]
    try:
        yield
    except BaseException:
        for file in new:
            file.unlink(missing_ok=True)
        raise
