"""`desktop`: this program in the menu of a Linux desktop, and the units that start it by itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from aura_terminal.app import desktop as place
from aura_terminal.app.command_line import FINE, Call, WrongUse


def desktop(call: Call) -> int:
    """Put the program into the menu, take it out again, or print a unit for systemd."""
    if sys.platform != "linux":
        raise WrongUse("Menu entries and units are for Linux. How to start with Windows is in docs/installing.md.")
    action: str = call.arguments.action
    if action in place.UNITS:
        return _unit(call, action)
    home = place.data_home(os.environ, Path.home())
    if action == "install":
        done = place.install(home, _command(call))
        words = f"Aura Terminal is in the menu now: an entry and {len(done) - 1} icons in {home}."
    else:
        done = place.remove(home)
        words = f"Aura Terminal is not in the menu any more: {len(done)} files taken out of {home}."
    call.report({"files": [str(file) for file in done]}, words)
    return FINE


def _unit(call: Call, name: str) -> int:
    user = call.arguments.user or ""
    if not user.replace("-", "").replace("_", "").isalnum():
        raise WrongUse("Name who the terminal runs as: --user NAME. Data and keys belong to that user.")
    unit = place.unit(name, _command(call), user)
    missing = place.missing_for(name)
    if missing:
        print(f"aura-terminal: this unit also needs: apt-get install {' '.join(missing)}", file=sys.stderr)
    call.report({"unit": unit, "missing": list(missing)}, unit.rstrip())
    return FINE


def _command(call: Call) -> tuple[str, ...]:
    named = call.arguments.data
    return (*place.own_command(), *(("--data", str(call.folder)) if named else ()))
