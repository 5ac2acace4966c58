"""Every picture-worthy moment of every screen by name: opened over a demo store, played, and shown in any size.

A screen that is new gets a scene here, or in the `*_shots` module of its room, which is listed here; a test fails for
a class of screen or sheet that no scene opens.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from aura_terminal.store.cipher import key_called
from aura_terminal.store.errors import Refused
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.customer_display.screen import CustomerDisplayScreen
from aura_terminal.ui.shell.cannot_open import CannotOpen
from aura_terminal.ui.theme.metrics import Metrics
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.first_run_draft import Step
from tests.gui.register.hands import press
from tests.support import (
    audit_shots,
    card_shots,
    cash_shots,
    closing_shots,
    customer_display_shots,
    device_shots,
    dish_shots,
    floor_service_shots,
    guest_shots,
    hibachi_shots,
    hours_shots,
    kitchen_shots,
    menu_shots,
    mesh_shots,
    more_scenes,
    party_shots,
    price_shots,
    purchase_shots,
    rare_scenes,
    register_shots,
    report_shots,
    return_shots,
    service_shots,
    sharing_shots,
    shop_room_shots,
    value_shots,
)
from tests.support.damaged_store import before_damaged
from tests.support.first_run_shots import WRONG
from tests.support.kitchen_busy import KITCHEN, PASS, play_busy
from tests.support.kitchen_evening import OVEN
from tests.support.memory_shop import demo_store
from tests.support.newcomer import Newcomer
from tests.support.staged_devices import BAR, FRONT, GRILL, stage_devices

Settle = Callable[[], None]


MENU = "category,name,price\n" + "".join(f"Mains,{name},{price}\n" for name, price in (
    ("Tomato soup", "6.50"), ("Schnitzel with potato salad", "24.90"), ("Lemonade", "3.00"), ("Goulash", "14.50"),
    ("Spinach dumplings", "12.80"), ("Apple strudel", "7.20"), ("Cheese board for two", "118.00"), ("Espresso", "2.60"),
))  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A window with something on it. `close` ends what runs behind it; the object keeps that alive until then."""

    window: QWidget
    settle: Settle
    close: Callable[[], None]
    play: Callable[[], None]
    behind: object = None

    def resize(self, width: int, height: int) -> None:
        """Another screen; a window that would rather be larger is as large as the screen all the same."""
        self.window.setMinimumSize(1, 1)  # none at all would be that of all that is in it
        self.window.resize(width, height)
        self.settle()


Opener = Callable[[Theme], Shown]
FOLLOWED: Mapping[str, tuple[str, str]] = {
    "mesh.remove": ("mesh.peers", "Remove K1"),
    "mesh.aside": ("mesh.back_office", "Set aside"),
    "device.elsewhere": ("device.well", "Elsewhere: front"),
    "card.tasks": ("card.at_risk", "Tabs, and cards to look at"),
    "guest.table": ("hibachi.bookings", "Seat them"),
    "guest.seat": ("guest.reservations", "Seat them"),
}
"""One button more on what another scene shows."""
TAKEN: Mapping[str, tuple[Callable[[Theme, str], Any], Mapping[str, Callable[[Any], None]]]] = {
    "audit": (audit_shots.opened, audit_shots.SCENES),
    "cash": (cash_shots.opened, cash_shots.SCENES),
    "closing": (closing_shots.opened, closing_shots.SCENES),
    "dish": (dish_shots.open_stage, dish_shots.SCENES),
    "floor": (floor_service_shots.FloorStage, floor_service_shots.SCENES),
    "hibachi": (hibachi_shots.opened, hibachi_shots.SCENES),
    "hours": (hours_shots.House, hours_shots.SCENES),
    "more": (more_scenes.opened, more_scenes.SCENES),
    "party": (party_shots.opened, party_shots.SCENES),
    "price": (price_shots.opened, price_shots.SCENES),
    "purchase": (purchase_shots.opened, purchase_shots.SCENES),
    "rare": (rare_scenes.opened, rare_scenes.SCENES),
    "report": (report_shots.Figures, report_shots.SCENES),
    "return": (return_shots.opened, return_shots.SCENES),
    "service": (service_shots.open_stage, service_shots.SCENES),
    "sharing": (sharing_shots.stage, sharing_shots.SCENES),
    "value": (value_shots.opened, value_shots.SCENES),
}
"""Rooms whose pictures are taken by `tests.support.shots.take`: how a stage is opened, and what is played on it."""


@cache
def every_scene() -> Mapping[str, Opener]:
    """All of them, as `room.moment`."""
    scenes: dict[str, Opener] = {}
    for room, (open_stage, moments) in TAKEN.items():
        for name, act in moments.items():
            scenes[f"{room}.{name}"] = partial(_taken, open_stage, name, act)
    for name, writing in menu_shots.SCENES.items():
        in_menu = partial(menu_shots.InMenu, _folder())
        scenes[f"menu.{name}"] = partial(_taken, in_menu, name, partial(_in_menu, writing))
    for name, (_, setting) in shop_room_shots.SHOTS.items():
        in_room = partial(shop_room_shots.InRoom, _folder())
        scenes[f"shop.{name}"] = partial(_taken, in_room, name, partial(_in_room, setting))
    for name, act in register_shots.SHOTS.items():
        scenes[f"register.{name}"] = partial(_with_application, register_shots.Stage, act)
    for name, act in card_shots.SHOTS.items():
        scenes[f"card.{name}"] = partial(_with_application, card_shots.Stage, act)
    for name, act in mesh_shots.SHOTS.items():
        scenes[f"mesh.{name}"] = partial(_mesh, act)
    for name, act in guest_shots.SHOTS.items():
        scenes[f"guest.{name}"] = partial(_mesh, act)
    for name, act in device_shots.SHOTS.items():
        scenes[f"device.{name}"] = partial(_devices, act)
    for station in (OVEN, PASS, KITCHEN):
        scenes[f"kitchen.{station}"] = partial(_kitchen, station)
    for step in Step:  # that of the printers and the last one make a store on disk, which takes seconds
        scenes[f"first_run.{step.value}"] = partial(_first_run, step)
    scenes["cannot_open"] = _cannot_open
    scenes["first_run.menu_file"] = partial(_menu_file, MENU)
    scenes["first_run.menu_wrong"] = partial(_menu_file, WRONG)
    for name in customer_display_shots.views():
        scenes[f"display.{name}"] = partial(_display, name)
    for name, (base, button) in FOLLOWED.items():
        scenes[name] = partial(_followed, scenes[base], button)
    return scenes


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="aura-scenes-"))


def application() -> QApplication:
    """The one there is."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    return app


def _in_menu(act: Any, stage: menu_shots.InMenu) -> None:
    stage.play(act)


def _in_room(act: Any, stage: shop_room_shots.InRoom) -> None:
    stage.play(act)


def _taken(open_stage: Callable[[Theme, str], Any], name: str, act: Callable[[Any], None], theme: Theme) -> Shown:
    stage = open_stage(theme, name)
    stage.window.show()
    stage.settle()
    return Shown(stage.window, stage.settle, stage.terminal.close, partial(act, stage), stage)


def _with_application(
    stage_of: Callable[[QApplication, Theme], Any], act: Callable[[Any], None], theme: Theme
) -> Shown:
    stage = stage_of(application(), theme)
    return Shown(stage.window, stage.rest, partial(_end_till, stage), partial(act, stage), stage)


def _end_till(stage: Any) -> None:
    stage.till.changes.stop()
    stage.window.close()


def _followed(base: Opener, button: str, theme: Theme) -> Shown:
    shown = base(theme)

    def play() -> None:
        shown.play()
        shown.settle()
        press(shown.window, button)

    return replace(shown, play=play)


def _mesh(act: Callable[[Any], None], theme: Theme) -> Shown:
    scene = mesh_shots.Scene(theme)
    return Shown(scene.window, partial(_rest, scene), scene.terminal.close, partial(act, scene), scene)


def _rest(scene: mesh_shots.Scene) -> None:
    for _ in range(8):
        QApplication.processEvents()
        while not scene.till.runner.is_idle:
            QApplication.processEvents()


def _devices(act: Callable[[Any], None], theme: Theme) -> Shown:
    scene = mesh_shots.Scene(theme)
    staged = stage_devices(scene.store, scene.terminal, theme)
    staged.devices.set_up((FRONT, GRILL, BAR, device_shots.DELI))
    return Shown(scene.window, partial(_rest, scene), scene.terminal.close, partial(act, staged), (scene, staged))


def _kitchen(station: str, theme: Theme) -> Shown:
    store = demo_store()
    play_busy(store)
    window, end = kitchen_shots.open_kitchen(store, theme, station)
    return Shown(window, kitchen_shots.settle, end, lambda: None, store)


def _first_run(step: Step, theme: Theme) -> Shown:
    folder = Path(tempfile.mkdtemp(prefix="aura-first-run-"))
    newcomer = Newcomer(folder, theme) if step is not Step.MEND else before_damaged(folder / "r1", theme)
    return Shown(newcomer.window, newcomer.settle, newcomer.close, partial(_go_on, newcomer, step), newcomer)


def _cannot_open(theme: Theme) -> Shown:
    """What a machine says whose keyring does not have the key of its store."""
    with pytest.raises(Refused) as refused:
        key_called("no key of this name", Path("data") / "store.sqlite")
    window = CannotOpen(refused.value, theme)
    return Shown(window, QApplication.processEvents, lambda: None, lambda: None)


def _menu_file(content: str, theme: Theme) -> Shown:
    """A file on a stick, tapped: what it would bring, or what has to be mended in it."""
    folder = Path(tempfile.mkdtemp(prefix="aura-first-run-"))
    data, stick = folder / "data", folder / "stick"
    for each in (data, stick):
        each.mkdir()
    (stick / "menu.csv").write_text(content, "utf-8")
    newcomer = Newcomer(data, theme, places=(stick,))

    def play() -> None:
        newcomer.go_to(Step.MENU)
        newcomer.tap("menu.csv")

    return Shown(newcomer.window, newcomer.settle, newcomer.close, play, newcomer)


def _go_on(newcomer: Newcomer, step: Step) -> None:
    if step is Step.JOIN:
        newcomer.run.model.choose_joining()
    elif step is Step.COUNTRY:
        newcomer.press("Set up a new store")
    elif step not in (Step.WELCOME, Step.MEND):
        newcomer.go_to(step)


def _display(name: str, theme: Theme) -> Shown:
    model: Any = customer_display_shots.StillModel(customer_display_shots.views()[name])
    screen = CustomerDisplayScreen(theme, model, MoneyText())
    return Shown(screen, QApplication.processEvents, screen.hide, screen.show, model)


def screen_of(width: int, height: int) -> Metrics:
    """A monitor of the size that is sold with so many pixels."""
    return Metrics(width, height, {1024: 15.0, 1366: 15.6, 1920: 21.5, 1080: 21.5, 3840: 27.0}.get(width, 15.6))
