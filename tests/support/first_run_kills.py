"""Kills a first run while it makes the store, at one act on files after the other, and goes on as the next start does.

python -m tests.support.first_run_kills FOLDER --every 1     prints a line of JSON: how many kills, and what was wrong
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from pathlib import Path

from aura_terminal.app.countries import country_named
from aura_terminal.app.first_run.founding import FirstFounder
from aura_terminal.app.first_run.notes import FirstRunNotes
from aura_terminal.app.opening import opened
from aura_terminal.app.settings import read_settings
from aura_terminal.store.folders import store_file
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.first_roles import OWNER_ROLE
from aura_terminal.use_cases.new_store import OWNER, NewPerson, NewStore
from aura_terminal.view_models.first_run_draft import Draft, Step

PIN = "739164"
CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "shutil.rmtree", "os.chmod"})


def answers(label: str) -> tuple[NewStore, Draft]:
    """What somebody said of their store."""
    country = country_named("DE")
    assert country is not None
    new = NewStore("Corner", country.terms, (NewPerson("Ada", OWNER_ROLE, PIN),))
    return new, Draft(Step.PEOPLE, "DE", "Corner", label, country.terms)


def found(folder: Path, label: str, kill_at: int = -1) -> None:
    """Keep the draft and make the store; die at the act of that number."""
    acts = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal acts
        changes = event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_WRONLY)
        if changes and str(folder) in str(arguments[0]):
            if acts == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            acts += 1

    sys.addaudithook(watch)
    new, draft = answers(label)
    notes = FirstRunNotes(folder)
    notes.keep(draft)
    FirstFounder(folder, notes).found(new, draft)


def in_child(folder: Path, label: str, kill_at: int) -> bool:
    """Found in a process of its own; whether it came to its end."""
    child = os.fork()
    if child == 0:
        found(folder, label, kill_at)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def what_is_wrong(folder: Path) -> str:
    """Go on after a kill as the next start does, called otherwise now; what is wrong with what comes of it."""
    draft = FirstRunNotes(folder).begun()
    has_store = store_file(folder).exists()
    if has_store and draft.step is not Step.PRINTERS:
        return f"there is a store and the step is {draft.step}"
    if not has_store:
        if draft.step not in (Step.WELCOME, Step.PEOPLE):
            return f"there is no store and the step is {draft.step}"
        if not in_child(folder, "R7", -1):
            return "the second try did not come to its end"
    with opened(folder, Role.TOOL) as here:
        label = here.store.identity.label
        here.shop.access.sign_in(OWNER, PIN)
    said = read_settings(folder, {}, {}).terminal
    return "" if said == label else f"the settings say {said} and the store {label}"


def main() -> int:
    """Kill at every so-manieth act until one run comes to its end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args()
    assert threading.active_count() == 1
    wrong: dict[int, str] = {}
    kills, at, ended = 0, 0, False
    while not ended:
        folder = asked.folder / f"kill-{at}"
        folder.mkdir(parents=True)
        ended = in_child(folder, "R1", at)
        kills += not ended
        told = what_is_wrong(folder)
        if told:
            wrong[at] = told
        at += asked.every
    print(json.dumps({"kills": kills, "wrong": wrong}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
