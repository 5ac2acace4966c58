"""`init`: a store from nothing, without questions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.devices import DEMO_DEVICES
from aura_terminal.app.empty_shop import OWNER, empty_shop
from aura_terminal.app.menu_csv import read_menu_csv
from aura_terminal.app.new_pins import new_pin
from aura_terminal.app.opening import opened, vault
from aura_terminal.app.setting_kinds import nearest
from aura_terminal.app.settings import FILE_NAME, Settings, add_central, write_first_settings
from aura_terminal.app.shop_entries import ShopFileProblem
from aura_terminal.app.shop_files import ShopFiles, read_shop
from aura_terminal.domain.money import EXPONENTS
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store.folders import store_file
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role, RoleLock
from aura_terminal.store.pins import PEPPER_FILE

if TYPE_CHECKING:
    from aura_terminal.app.central_accounts import KeptInMemory
    from aura_terminal.app.central_settings import CentralSettings

DEMO, EMPTY = "demo", "empty"
USUAL_CURRENCY, USUAL_ZONE = "EUR", "Europe/Berlin"
"""Of a store that no back office and no argument says anything of."""


def init(call: Call) -> int:
    """Set up a store; nothing is left behind when that fails."""
    asked = call.arguments
    if asked.central:
        return init_with_central(call)
    shop, owner_pin = _asked_shop(call)
    identity = set_up(call.folder, asked.terminal, shop)
    words = f"Set up terminal {identity.label} in {call.folder}: {len(shop.documents)} documents."
    plain: dict[str, object] = {
        "terminal": identity.label,
        "store_id": identity.store_id,
        "origin": identity.origin,
        "documents": len(shop.documents),
        "staff_with_pin": len(shop.pins),
    }
    call.report(*_with_pin(plain, words, owner_pin))
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
    central = accounts.asked_for(call)
    password = accounts.secret_of(call)
    tokens = accounts.accepted(call.folder, central, password)
    shop, owner_pin = _shop_there(call, central, tokens)
    settings = Settings(terminal=asked.terminal, devices=DEMO_DEVICES, centrals=(central,))
    had_settings = (call.folder / FILE_NAME).exists()
    identity = set_up(call.folder, asked.terminal, shop, settings)
    if had_settings and central not in call.settings.centrals:
        add_central(call.folder, central)
    accounts.keep(call.folder, central, tokens, password)
    rounds = make_round(call.folder, (central,), asked.within, Progress().see)
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
    call.report(*_with_pin(report, words, owner_pin))
    return code_of(rounds)


def _asked_shop(call: Call) -> tuple[ShopFiles, str]:
    asked = call.arguments
    currency = USUAL_CURRENCY if asked.currency is None else asked.currency
    return _made(asked.shop, asked.store, currency, USUAL_ZONE if asked.zone is None else asked.zone)


def _shop_there(call: Call, central: CentralSettings, tokens: KeptInMemory) -> tuple[ShopFiles, str]:
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
    return _made(asked.shop, store, currency, zone)


def _made(which: str, name: str | None, currency: str, zone: str) -> tuple[ShopFiles, str]:
    try:
        return _shop(which, name, currency, zone)
    except ShopFileProblem as problem:
        raise WrongUse(str(problem)) from problem


def _with_pin(plain: dict[str, object], words: str, owner_pin: str) -> tuple[dict[str, object], str]:
    if not owner_pin:
        return plain, words
    told = f"The owner's PIN is {owner_pin}. It is shown this once and kept nowhere; write it down."
    return plain | {"owner_pin": owner_pin}, f"{words}\n{told}"


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
