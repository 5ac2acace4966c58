"""`init`: a store from nothing, without questions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.devices import DEMO_DEVICES
from aura_terminal.app.empty_shop import OWNER, empty_shop
from aura_terminal.app.menu_csv import read_menu_csv
from aura_terminal.app.new_pins import new_pin
from aura_terminal.app.opening import vault
from aura_terminal.app.setting_kinds import nearest
from aura_terminal.app.settings import FILE_NAME, Settings, write_first_settings
from aura_terminal.app.shop_entries import ShopFileProblem
from aura_terminal.app.shop_files import ShopFiles, read_shop
from aura_terminal.domain.money import EXPONENTS
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role, RoleLock
from aura_terminal.store.pins import PEPPER_FILE

DEMO, EMPTY = "demo", "empty"


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
    with _alone(folder), _nothing_left_behind(folder / FILE_NAME, folder / PEPPER_FILE):
        if not (folder / FILE_NAME).exists():
            write_first_settings(folder, Settings(terminal=label, devices=DEMO_DEVICES))
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


def demo_shop() -> ShopFiles:
    """The demo restaurant as it ships."""
    return read_shop(files("resources") / "demo_shop")


def _shop(which: str, name: str | None, currency: str, zone: str) -> tuple[ShopFiles, str]:
    if which == DEMO:
        return demo_shop(), ""
    if not name or not name.strip() or not name.isprintable():
        raise WrongUse("A store needs a name on one line: add --store NAME.")
    if currency not in EXPONENTS:
        raise WrongUse(f"There is no currency {currency!r} (--currency). {nearest(currency, EXPONENTS)}")
    _must_be_a_zone(zone)
    bare = empty_shop(name.strip(), currency, zone)
    pin = new_pin()
    bare = ShopFiles(bare.documents, {**bare.pins, OWNER: pin})
    if which == EMPTY:
        return bare, pin
    file = Path(which)
    if not file.is_file():
        raise WrongUse(f"There is no menu file {file}. Name a CSV file, or say --shop demo or --shop empty.")
    return read_menu_csv(file, bare), pin


def _must_be_a_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(zone, available_timezones()) if zone else ""
        like = near if near.startswith("The nearest") else "Write it as in Europe/Berlin or America/New_York."
        raise WrongUse(f"There is no time zone {zone!r} (--zone). {like}") from None
