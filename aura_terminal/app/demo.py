"""`demo`: a restaurant in the middle of its evening; without a display a scripted service that leaves pictures."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from aura_terminal.app.command_line import Call, WrongUse
from aura_terminal.app.display import has_display, why_no_display
from aura_terminal.app.folders import prepare_folder
from aura_terminal.app.screen import open_over_store, refuse_without_display
from aura_terminal.app.settings import Settings, View, read_settings
from aura_terminal.store.folders import is_damage_noted, store_file

LABEL = "R1"


def demo(call: Call) -> int:
    """Open the demo restaurant; where there is no display, or with --script, run the scripted service instead."""
    if call.arguments.script or not has_display(os.environ):
        return _scripted(call)
    settings = _open_restaurant(call.folder, view=getattr(call.arguments, "view", None), theme=call.arguments.theme)
    return open_over_store(call.folder, settings, lambda: _introduce(call.folder))


def _introduce(folder: Path) -> None:
    print(f"The demo restaurant is kept in {folder}. Sign in as Marta Rossi with PIN 4831 (a server) or as")
    print("Carla Lombardi with PIN 483916 (the manager); every PIN is in resources/demo_shop/staff.toml.", flush=True)


def _why_unseen() -> str:
    return "" if has_display(os.environ) else " in windows nobody sees, as there is no display"


def _open_restaurant(folder: Path, *, view: str | None, theme: str | None) -> Settings:
    from aura_terminal.app.commands.set_up import set_up
    from aura_terminal.app.demo_counter import DEMO_COUNTER, with_counter
    from aura_terminal.app.demo_evening import begin_evening
    from aura_terminal.app.devices import DEMO_DEVICES
    from aura_terminal.app.new_shop import demo_shop

    if not store_file(folder).exists() and not is_damage_noted(folder):
        settings = Settings(terminal=LABEL, devices=(*DEMO_DEVICES, *DEMO_COUNTER))
        set_up(folder, LABEL, with_counter(demo_shop()), settings)
        begin_evening(folder)
    return read_settings(folder, os.environ, {"view": view, "theme": theme})


def _scripted(call: Call) -> int:
    if not has_display(os.environ) or why_no_display(os.environ):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    refuse_without_display()
    out = Path(call.arguments.out or call.folder / f"service-{datetime.now():%Y%m%d-%H%M%S}").absolute()
    if out.exists() and any(out.iterdir()):
        raise WrongUse(f"{out} is not empty; name another folder with --out.")
    store = prepare_folder(out / "store")
    settings = _open_restaurant(store, view=View.ALL, theme=call.arguments.theme)  # the script works every screen
    print(f"A scripted service runs{_why_unseen()}. It leaves everything in {out}", flush=True)
    from aura_terminal.app.demo_service import serve

    return serve(out, store, settings)
