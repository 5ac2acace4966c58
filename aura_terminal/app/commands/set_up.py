"""`init`: a store from nothing, without questions."""

from __future__ import annotations

import secrets
from importlib.resources import files
from pathlib import Path

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.devices import DEMO_DEVICES
from aura_terminal.app.empty_shop import OWNER, empty_shop
from aura_terminal.app.menu_csv import read_menu_csv
from aura_terminal.app.opening import vault
from aura_terminal.app.settings import FILE_NAME, Settings, write_first_settings
from aura_terminal.app.shop_entries import ShopFileProblem
from aura_terminal.app.shop_files import ShopFiles, read_shop
from aura_terminal.domain.staff import TRIVIAL_PINS
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store.founding import found_store

DEMO, EMPTY = "demo", "empty"
PIN_DIGITS = 6


def init(call: Call) -> int:
    """Set up a store; nothing is left behind when that fails."""
    asked = call.arguments
    try:
        shop, owner_pin = _shop(asked.shop, asked.store, asked.currency, asked.zone)
    except ShopFileProblem as problem:
        raise WrongUse(str(problem)) from problem
    identity = set_up(call.folder, asked.terminal, shop)
    words = f"Set up terminal {identity.label} in {call.folder}: {len(shop.documents)} documents."
    plain: dict[str, object] = {
        "terminal": identity.label,
        "store_id": identity.store_id,
        "origin": identity.origin,
        "documents": len(shop.documents),
        "staff_with_pin": len(shop.pins),
    }
    if owner_pin:
        plain["owner_pin"] = owner_pin
        words += f"\nThe owner's PIN is {owner_pin}. It is shown this once and kept nowhere; write it down."
    call.report(plain, words)
    return FINE


def set_up(folder: Path, label: str, shop: ShopFiles) -> TerminalIdentity:
    """Found the store of a terminal and write its first settings."""
    clock, ids = SystemClock(), SystemIds()
    store_id = ids.new()
    identity = found_store(
        folder,
        clock,
        ids,
        label=label,
        documents=shop.documents,
        pins=shop.pins,
        vault=vault(folder, store_id),
        store_id=store_id,
    )
    if not (folder / FILE_NAME).exists():
        write_first_settings(folder, Settings(terminal=label, devices=DEMO_DEVICES))
    return identity


def demo_shop() -> ShopFiles:
    """The demo restaurant as it ships."""
    return read_shop(files("resources") / "demo_shop")


def _shop(which: str, name: str | None, currency: str, zone: str) -> tuple[ShopFiles, str]:
    if which == DEMO:
        return demo_shop(), ""
    if not name:
        raise WrongUse("A store needs a name: add --store NAME.")
    try:
        bare = empty_shop(name, currency, zone)
    except ValueError as wrong:
        raise WrongUse(f"{wrong}.") from wrong
    pin = _new_pin()
    bare = ShopFiles(bare.documents, {**bare.pins, OWNER: pin})
    if which == EMPTY:
        return bare, pin
    file = Path(which)
    if not file.is_file():
        raise WrongUse(f"There is no menu file {file}. Name a CSV file, or say --shop demo or --shop empty.")
    return read_menu_csv(file, bare), pin


def _new_pin() -> str:
    while True:
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        if len(set(pin)) > 2 and pin not in TRIVIAL_PINS:
            return pin
