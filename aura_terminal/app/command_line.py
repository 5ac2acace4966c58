"""The command line: what can be asked, and which command answers it. Commands are imported when they are called."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from errno import ENOSPC
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.app.folders import FolderProblem, choose_folder, prepare_folder
from aura_terminal.app.interrupts import keep_interrupts
from aura_terminal.app.settings import Settings, SettingsProblem, read_settings
from aura_terminal.app.unread import is_unread, tell
from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.store.encryption_mark import choose_driver, mark_of

FINE, FOUND_SOMETHING, WRONG_USE, TEMPORARY = 0, 1, 2, 3

INTERRUPTED = 130  # what shells expect after Ctrl+C

# What a store in trouble means to a script, by the trouble's word; what is not named here may pass by itself.
CODES = {"damaged": FOUND_SOMETHING, "refused": WRONG_USE, "read_only": WRONG_USE}

# These only make sense where a store is: a slip in --data must not leave a new folder behind.
WORK_ON_A_STORE = frozenset(
    {"node", "simulate", "report", "verify", "rebuild", "backup", "mend", "status", "late", "peers", "unpair", "leave"}
    | {"tidy", "receipt", "export", "import", "reset", "sync", "account", "subscriber", "encrypt", "decrypt"}
)
OPEN_A_WINDOW = frozenset({"run", "demo"})
ENCRYPTING = frozenset({"encrypt", "decrypt", "unlock"})

NEED_NO_STORE = frozenset({"doctor", "central", "desktop", "version"})


class WrongUse(Exception):
    """What was asked cannot be done as it was asked; the text says what, where and what to do next."""


@dataclass(frozen=True, slots=True)
class Call:
    """One command as it was asked: the data folder, the settings and the arguments."""

    folder: Path
    settings: Settings
    arguments: argparse.Namespace

    def report(self, plain: object, words: str) -> None:
        """Print the answer: as JSON where `--json` was given, in words otherwise."""
        if self.arguments.json:
            print(json.dumps(plain, ensure_ascii=False, sort_keys=True), flush=True)
        else:
            print(words, flush=True)


COMMANDS = {
    "run": ("aura_terminal.app.screen", "open_terminal"),
    "demo": ("aura_terminal.app.demo", "demo"),
    "init": ("aura_terminal.app.commands.set_up", "init"),
    "node": ("aura_terminal.app.commands.node", "node"),
    "simulate": ("aura_terminal.app.commands.service", "simulate"),
    "report": ("aura_terminal.app.commands.reports", "report"),
    "verify": ("aura_terminal.app.commands.care", "verify"),
    "audit": ("aura_terminal.app.commands.audit", "audit"),
    "rebuild": ("aura_terminal.app.commands.care", "rebuild"),
    "backup": ("aura_terminal.app.commands.care", "backup"),
    "restore": ("aura_terminal.app.commands.care", "restore"),
    "mend": ("aura_terminal.app.commands.mending", "mend"),
    "tidy": ("aura_terminal.app.commands.keeping", "tidy"),
    "receipt": ("aura_terminal.app.commands.keeping", "receipt"),
    "export": ("aura_terminal.app.commands.keeping", "export"),
    "import": ("aura_terminal.app.commands.keeping", "import_"),
    "reset": ("aura_terminal.app.commands.keeping", "reset"),
    "status": ("aura_terminal.app.commands.status", "status"),
    "sync": ("aura_terminal.app.commands.central_sync", "sync"),
    "account": ("aura_terminal.app.commands.accounts", "account"),
    "subscriber": ("aura_terminal.app.commands.subscribers", "subscriber"),
    "pair": ("aura_terminal.app.commands.pairing", "pair"),
    "peers": ("aura_terminal.app.commands.peers", "peers"),
    "unpair": ("aura_terminal.app.commands.peers", "unpair"),
    "leave": ("aura_terminal.app.commands.peers", "leave"),
    "pin": ("aura_terminal.app.commands.people", "pin"),
    "late": ("aura_terminal.app.commands.late", "late"),
    "doctor": ("aura_terminal.app.commands.health", "doctor"),
    "version": ("aura_terminal.app.commands.health", "version"),
    "encrypt": ("aura_terminal.app.commands.encryption", "encrypt"),
    "decrypt": ("aura_terminal.app.commands.encryption", "decrypt"),
    "unlock": ("aura_terminal.app.commands.encryption", "unlock"),
    "desktop": ("aura_terminal.app.commands.desktop", "desktop"),
    "central": ("aura_terminal.app.commands.central_server", "central"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 fine, 1 the check found something, 2 wrong use or settings, 3 temporary."""
    parsed = parser().parse_args(arguments)
    command = "version" if parsed.version else parsed.command or "run"
    keep_interrupts()
    said: str | Unavailable
    try:
        return _run(command, parsed)
    except (FolderProblem, SettingsProblem, WrongUse) as problem:
        said, code = str(problem), TEMPORARY if getattr(problem.__cause__, "errno", 0) == ENOSPC else WRONG_USE
    except RuleBroken as broken:
        said, code = f"That was refused: {broken}", WRONG_USE
    except Unavailable as trouble:
        said, code = trouble, CODES.get(getattr(trouble, "trouble", ""), TEMPORARY)
    except BrokenPipeError:
        # Whoever read the answer has seen enough; what Python still holds back must not be flushed into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        said, code = "Stopped. What was kept until now stays.", INTERRUPTED
    except OSError as wrong:
        if wrong.filename is None and wrong.errno != ENOSPC:
            raise
        said, code = _told(wrong)
    words = said if isinstance(said, str) else f"{said.what}: {said.hint}"
    print(f"aura-terminal: {words}", file=sys.stderr)
    if command in OPEN_A_WINDOW and code != INTERRUPTED and is_unread():
        tell(parsed.data, said)
    return code


def _run(command: str, parsed: argparse.Namespace) -> int:
    folder = choose_folder(parsed.data, os.environ)
    if command == "demo" and not parsed.data:
        folder /= "demo"  # a restaurant of its own, beside the terminal's
    if command in ENCRYPTING or mark_of(folder):
        choose_driver(folder)
    if command in NEED_NO_STORE:
        return _command(command)(Call(folder, Settings(), parsed))
    if command in WORK_ON_A_STORE and not folder.is_dir():
        raise WrongUse(f"There is no folder {folder}. Name the one your store is in with --data, or run init first.")
    folder = prepare_folder(folder)
    overrides = {key: getattr(parsed, key, None) for key in ("view", "theme", "terminal", "kitchen_station")}
    settings = read_settings(folder, os.environ, overrides)
    return _command(command)(Call(folder, settings, parsed))


def _told(wrong: OSError) -> tuple[str, int]:
    """What the system refused, in words, and the exit code for it."""
    what = f"{wrong.filename or 'A file'} cannot be used ({wrong.strerror})."
    if wrong.errno == ENOSPC:
        return f"{what} The disk is full: make room on it and try again.", TEMPORARY
    return f"{what} Give this user the right to it, or name another file or folder.", WRONG_USE


def _command(name: str) -> Callable[[Call], int]:
    module, function = COMMANDS[name]
    answer: Callable[[Call], int] = getattr(import_module(module), function)
    return answer


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the data folder (else AURA_DATA, else the system's place)",
    )
    reporting = argparse.ArgumentParser(add_help=False, parents=[common])
    reporting.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="answer in JSON")
    whole = argparse.ArgumentParser(
        prog="aura-terminal",
        description="A point-of-sale and kitchen terminal that keeps working. Without a command it opens.",
    )
    whole.add_argument("--data", metavar="DIR", help="the data folder (else AURA_DATA, else the system's place)")
    whole.add_argument("--view", metavar="VIEW", help="all, register or kitchen")
    whole.add_argument("--version", action="store_true", help="say which version this is, and of which store files")
    whole.set_defaults(json=False)
    commands = whole.add_subparsers(dest="command", metavar="COMMAND")
    _screens(commands, common)
    _setting_up(commands, common, reporting)
    _working(commands, common, reporting)
    _together(commands, reporting)
    _reconciling(commands, reporting)
    _caring(commands, reporting)
    _central(commands, reporting)
    return whole


if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # argparse has no public name for it


def _screens(commands: Commands, common: argparse.ArgumentParser) -> None:
    run = commands.add_parser("run", parents=[common], help="open this terminal")
    demo = commands.add_parser(
        "demo",
        parents=[common],
        help="open a demo restaurant; without a display, run a scripted service and leave pictures and receipts",
    )
    for command in (run, demo):
        command.add_argument("--view", metavar="VIEW", default=argparse.SUPPRESS, help="all, register or kitchen")
        command.add_argument("--theme", metavar="THEME", help="night or day")
    demo.add_argument("--script", action="store_true", help="run the scripted service also where there is a display")
    demo.add_argument("--out", metavar="DIR", help="where the scripted service leaves its pictures and receipts")


def _setting_up(commands: Commands, common: argparse.ArgumentParser, reporting: argparse.ArgumentParser) -> None:
    init = commands.add_parser("init", parents=[reporting], help="set up a store without questions")
    init.add_argument("--terminal", metavar="LABEL", default="R1", help="what this terminal is called (R1)")
    init.add_argument("--store", metavar="NAME", help="what the store is called (with --central: as it is there)")
    init.add_argument("--shop", metavar="demo|demo-menu|empty|FILE.csv", default="empty", help="what it sells")
    init.add_argument("--currency", metavar="CODE", help="the country's (EUR), or with --central the one it counts in")
    init.add_argument("--zone", metavar="ZONE", help="the country's (Europe/Berlin), or with --central the one named")
    _house_arguments(init)
    _central_arguments(init)
    init.add_argument("--within", type=float, default=900.0, metavar="SECONDS", help="how long to fetch at most (900)")
    commands.add_parser("node", parents=[common], help="printers and other devices, without a screen")


def _house_arguments(init: argparse.ArgumentParser) -> None:
    init.add_argument("--country", metavar="CODE", help="money, taxes, rounding and paper as usual there, such as DE")
    init.add_argument("--tax", metavar="TAX=PERCENT", action="append", help="how much a tax is, such as sales=8.875")
    init.add_argument("--prices", choices=("inclusive", "exclusive"), help="whether prices hold the tax")
    init.add_argument("--rounding", metavar="AMOUNT", help="what cash is rounded to, such as 0.05")
    init.add_argument("--paper", choices=("80", "58"), help="how wide the printers' paper is, in millimetres")
    init.add_argument("--owner", metavar="NAME", help="the owner's name")
    init.add_argument("--staff", metavar="NAME:ROLE", action="append", help="somebody else who works here")
    init.add_argument("--pins-stdin", action="store_true", help="read a PIN for each, the owner's first, a line each")
    init.add_argument("--printer", metavar="JOB=ADDRESS", action="append", help="receipts, kitchen or both, and where")
    init.add_argument("--test-printers", action="store_true", help="have each of them print a page")


def _working(commands: Commands, common: argparse.ArgumentParser, reporting: argparse.ArgumentParser) -> None:
    simulate = commands.add_parser("simulate", parents=[reporting], help="an invented service through the use cases")
    simulate.add_argument("--orders", type=int, default=100, metavar="N", help="how many orders to settle (100)")
    simulate.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed serves the same guests")
    simulate.add_argument("--rate", type=int, default=0, metavar="R", help="orders a minute; 0 is as fast as it goes")
    simulate.add_argument("--now", action="store_true", help="on this machine's clock, so that slips are printed")
    simulate.add_argument("--acks", metavar="FILE", help="append a JSON line for everything that was acknowledged")
    report = commands.add_parser("report", parents=[reporting], help="figures of the day")
    report.add_argument("which", choices=("x", "z", "sales"), help="x reads, z closes the day, sales sums up days")
    report.add_argument("--day", metavar="DATE", help="the business date, such as 2026-05-31 (today)")
    report.add_argument("--from", dest="first", metavar="DATE", help="sales: the first business date")
    report.add_argument("--to", dest="last", metavar="DATE", help="sales: the last business date")
    commands.add_parser("status", parents=[reporting], help="tiers, queues and processes")


def _together(commands: Commands, reporting: argparse.ArgumentParser) -> None:
    pair = commands.add_parser("pair", parents=[reporting], help="let a new terminal join this store, or join one")
    pair.add_argument("--show-code", action="store_true", help="show a code here, at a terminal of the store")
    pair.add_argument("--wait", action="store_true", help="with --show-code: stay until the new terminal has joined")
    pair.add_argument("--address", metavar="HOST:PORT", help="where the code is shown (else looked for on the network)")
    pair.add_argument("--code", metavar="XXXXX-XXXXX", help="the code that is shown there")
    pair.add_argument("--label", metavar="LABEL", help="what this terminal is to be called, such as R2")
    pair.add_argument("--view", metavar="VIEW", default=argparse.SUPPRESS, help="all, register or kitchen")
    pair.add_argument(
        "--station", dest="kitchen_station", metavar="STATION", help="the station this kitchen screen shows"
    )
    pair.add_argument("--port", type=int, metavar="PORT", help="where this terminal listens for the others")
    commands.add_parser("peers", parents=[reporting], help="the other terminals of this store")
    unpair = commands.add_parser("unpair", parents=[reporting], help="send a terminal away; every other one refuses it")
    unpair.add_argument("terminal_label", metavar="LABEL", help="what it is called, such as R2")
    unpair.add_argument("--reason", metavar="TEXT", default="unpaired at the command line", help="why")
    leave = commands.add_parser("leave", parents=[reporting], help="take the store's keys off this machine")
    leave.add_argument("--export", metavar="FILE", help="first write what is here only to a sealed file")


def _reconciling(commands: Commands, reporting: argparse.ArgumentParser) -> None:
    sync = commands.add_parser("sync", parents=[reporting], help="tell central back offices all there is to tell")
    sync.add_argument("--once", action="store_true", help="one full round, then end")
    sync.add_argument(
        "--within", type=float, default=7200.0, metavar="SECONDS", help="how long to wait for slow ones (7200)"
    )
    account = commands.add_parser("account", parents=[reporting], help="accounts at central back offices")
    account.add_argument("verb", choices=("show", "sign-in", "sign-out", "listen"))
    _central_arguments(account)
    account.add_argument("--export", metavar="FILE", help="sign-out: first write what is untold to a sealed file")
    account.add_argument("--bind", metavar="HOST:PORT", help="listen: where this terminal hears the back office")
    account.add_argument("--hook-url", metavar="URL", help="listen: how the back office calls it")
    subscriber = commands.add_parser(
        "subscriber", parents=[reporting], help="addresses that are told what happens here"
    )
    subscriber.add_argument("verb", choices=("add", "list", "remove"))
    subscriber.add_argument("name", nargs="?", metavar="NAME", help="what it is called here, such as bookkeeping")
    subscriber.add_argument("--url", metavar="URL", help="add: where it is told, such as https://example.com/hooks")
    subscriber.add_argument("--events", metavar="EVENT,…", help="add: which events, such as shift.closed")
    subscriber.add_argument("--since", metavar="MOMENT", help="add: from when on (now), such as 2026-05-31T22:00:00Z")
    subscriber.add_argument("--secret-stdin", action="store_true", help="add: a secret from standard input (else made)")
    subscriber.add_argument("--give-up", action="store_true", help="remove: also while it is to be told something")


def _central_arguments(command: argparse.ArgumentParser) -> None:
    names = ("auraconnect", "auraflow", "myhibachi", "unified")
    command.add_argument("--central", metavar="NAME", choices=names, help=f"a back office: {', '.join(names)}")
    command.add_argument("--url", metavar="URL", help="where the back office is, such as https://api.example.com")
    command.add_argument("--user", metavar="E-MAIL", help="the account's e-mail address; none where keys are used")
    command.add_argument("--serves", metavar="WHAT,…", help="what for, such as catalogue,sales (all it can do)")
    command.add_argument("--tenant", metavar="TENANT", help="the store's number there")
    command.add_argument("--language", metavar="LANGUAGE", help="the language it speaks, such as en-US")
    command.add_argument("--secret-stdin", action="store_true", help="read the account's secret from standard input")


def _keeping(commands: Commands, reporting: argparse.ArgumentParser) -> None:
    commands.add_parser("tidy", parents=[reporting], help="let old closed days leave the journal now")
    receipt = commands.add_parser("receipt", parents=[reporting], help="find a receipt of a day that left the journal")
    receipt.add_argument("--number", metavar="NUMBER", help="as printed, such as R1-042")
    receipt.add_argument("--day", metavar="DATE", help="its business date, such as 2026-05-31")
    receipt.add_argument("--amount", type=int, metavar="MINOR", help="its total in minor units: 2350 for 23.50")
    receipt.add_argument("--order", metavar="ID", help="the order's id")
    export = commands.add_parser("export", parents=[reporting], help="write every fact to one sealed file")
    export.add_argument("file", metavar="FILE")
    bring = commands.add_parser("import", parents=[reporting], help="bring the facts of a sealed file back")
    bring.add_argument("file", metavar="FILE")
    reset = commands.add_parser("reset", parents=[reporting], help="take the store off this machine")
    for command in (reset, commands.choices["restore"]):
        command.add_argument("--export", metavar="FILE", help="first write what is here only to a sealed file")


def _caring(commands: Commands, reporting: argparse.ArgumentParser) -> None:
    commands.add_parser("verify", parents=[reporting], help="check every fact, chain and fold of the store")
    commands.add_parser("rebuild", parents=[reporting], help="drop the folds and make them again from the facts")
    backup = commands.add_parser("backup", parents=[reporting], help="copy the store while it is open")
    backup.add_argument("--to", metavar="FILE", help="where to (else the data folder's backups)")
    restore = commands.add_parser("restore", parents=[reporting], help="go back to a copy; the present store is kept")
    restore.add_argument("file", metavar="FILE")
    mend = commands.add_parser("mend", parents=[reporting], help="a store that is damaged: what can be done, and do it")
    mend.add_argument("--copy", metavar="FILE", help="go back to this copy; `newest` for the newest sound one here")
    mend.add_argument("--address", metavar="HOST:PORT", help="fetch all from the terminal that shows a code there")
    mend.add_argument("--code", metavar="XXXXX-XXXXX", help="the code that is shown there")
    mend.add_argument("--label", metavar="LABEL", help="what this terminal is to be called (the next free one)")
    _keeping(commands, reporting)
    audit = commands.add_parser("audit", parents=[reporting], help="every fact as a signed file that proves itself")
    audit.add_argument("action", choices=("export", "verify"))
    audit.add_argument("file", metavar="FILE")
    pin = commands.add_parser("pin", parents=[reporting], help="give a member of staff a new PIN")
    pin.add_argument("staff", metavar="STAFF", help="the id, such as marta-rossi")
    late = commands.add_parser(
        "late", parents=[reporting], help="slips that waited too long: print them or let them go"
    )
    late.add_argument("choice", nargs="?", choices=("list", "print", "drop"), default="list")
    late.add_argument("jobs", nargs="*", metavar="JOB", help="their ids, as listed; all of them where none is named")
    commands.add_parser("encrypt", parents=[reporting], help="encrypt the store and its copies, key in the keyring")
    commands.add_parser("decrypt", parents=[reporting], help="make plain files of the store and its copies again")
    commands.add_parser(
        "unlock", parents=[reporting], help="give this machine the key of an encrypted store, read from standard input"
    )
    commands.add_parser("doctor", parents=[reporting], help="what is missing or wrong on this machine")
    commands.add_parser("version", parents=[reporting], help="which version this is, and of which store files")
    desktop = commands.add_parser("desktop", parents=[reporting], help="the menu of a Linux desktop, units for systemd")
    desktop.add_argument("action", choices=("install", "remove", "kiosk", "node"))
    desktop.add_argument("--user", metavar="NAME", help="kiosk, node: who the terminal runs as")


def _central(commands: Commands, reporting: argparse.ArgumentParser) -> None:
    central = commands.add_parser("central", parents=[reporting], help="a central back office of one's own")
    actions = ("serve", "add-store", "add-user", "tell", "come-back")
    central.add_argument("action", nargs="?", choices=actions, default="serve")
    central.add_argument(
        "name", nargs="?", metavar="NAME", help="the new store's name; add-user: its number; tell, come-back: the URL"
    )
    central.add_argument("--terminal", metavar="LABEL", default="R1", help="come-back: what this terminal is called")
    central.add_argument("--within", type=float, default=900.0, metavar="SECONDS", help="come-back: how long to wait")
    central.add_argument("--database", metavar="URL", default="", help="postgresql+psycopg://… (else a file in --data)")
    central.add_argument("--bind", metavar="ADDRESS", default="127.0.0.1", help="where to listen (127.0.0.1)")
    central.add_argument("--port", type=int, metavar="PORT", default=8000, help="8000; 0 takes any")
    central.add_argument("--workers", type=int, metavar="N", default=1, help="processes that answer (1)")
    central.add_argument("--tier", metavar="TIER", default="authenticated", help="budget of requests, such as pro")
    central.add_argument("--end-with-input", action="store_true", help="end when whoever began it is gone")
    central.add_argument("--sandbox", action="store_true", help="answer the documented test cards; charges nothing")
    central.add_argument(
        "--hooks", choices=("outside", "inside"), default="outside",
        help="how far webhooks reach: also to terminals inside this network with inside",
    )  # fmt: skip
    central.add_argument("--owner", metavar="EMAIL", help="who signs in")
    central.add_argument("--person", metavar="NAME", help="what they are called")
    central.add_argument("--role", metavar="ROLE", default="manager", help="add-user: what they may do")
    central.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    central.add_argument(
        "--shop", metavar="demo|empty|FILE.csv|FOLDER", default="demo",
        help="what a new store sells; a terminal's data folder: what is sold there",
    )  # fmt: skip
    central.add_argument("--currency", metavar="CODE", default="EUR")
    central.add_argument("--zone", metavar="ZONE", default="Europe/Berlin")
    central.add_argument(
        "--store-id", metavar="ID", default="", help="a store that is there: its terminals tell the central all"
    )
    central.add_argument("--store-tier", metavar="TIER", default="", help="a budget for the new store alone")
