"""Pictures of the page of devices: `python -m tests.support.device_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication

from aura_terminal.domain.paper import SpoolKind, SpoolState
from aura_terminal.ports.printing import Fault, HealthKind
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.view_models.device_cards import FoundRow, Reply, SetUp
from tests.support.kitchen_shots import settle
from tests.support.mesh_shots import Scene
from tests.support.staged_devices import BAR, FRONT, GRILL, StagedDevices, stage_devices

SIZES = {"": (1366, 768), "_1024": (1024, 768)}
PAPER_OUT = "Out of paper: load a roll, printing goes on by itself."
DELI = SetUp("deli", HealthKind.SCALE, "toledo_8217", "serial:COM4")
GONE = "10.0.0.6:9100: no answer; check its power, its cable and its address"


def well(staged: StagedDevices) -> None:
    """Every device works; one complained before."""
    staged.hear("front", Fault.PAPER_OUT, hint=PAPER_OUT)
    for name in ("front", "grill", "bar"):
        staged.hear(name)
    staged.hear("front drawer", kind=HealthKind.CASH_DRAWER)
    staged.hear("deli", kind=HealthKind.SCALE)
    for number in (40, 41, 42):
        staged.spooled(f"p{number}", f"Receipt R1-0{number}", "receipt", SpoolState.PRINTED)
    staged.terminal.window.go(View.DEVICES)


def trouble(staged: StagedDevices) -> None:
    """The grill's printer is off and its tickets come out at the bar; the front one has no paper."""
    staged.hear("front", Fault.PAPER_OUT, hint=PAPER_OUT)
    staged.hear("grill", Fault.UNREACHABLE, hint=GONE)
    staged.hear("bar")
    staged.hear(
        "front drawer", Fault.DRAWER_OPEN, hint="The drawer stands open: close it.", kind=HealthKind.CASH_DRAWER
    )
    staged.store.shop.devices.begin_detour("grill", "bar", GONE)
    staged.spooled("r1", "Receipt R1-042", "receipt", SpoolState.HELD, PAPER_OUT)
    staged.spooled(
        "r2", "Receipt R1-041", "receipt", SpoolState.UNCONFIRMED, "The program stopped while this was printing."
    )
    staged.spooled(
        "k1", "Drawer R1-040", "drawer", SpoolState.FAILED, "Drawer did not open: use the key; the sale is saved.",
        SpoolKind.DRAWER_KICK,
    )  # fmt: skip
    staged.spooled(
        "s1", "Grill R1-039", "kitchen", SpoolState.LATE, "Not printed: it waited too long.",
        SpoolKind.KITCHEN_SLIP,
    )  # fmt: skip
    staged.others_did()
    staged.terminal.window.go(View.DEVICES)


def banner(staged: StagedDevices) -> None:
    """The register while the grill's tickets come out at the bar."""
    for name in ("front", "bar"):
        staged.hear(name)
    staged.hear("grill", Fault.UNREACHABLE, hint=GONE)
    staged.store.shop.devices.begin_detour("grill", "bar", GONE)
    staged.others_did()


def kitchen(staged: StagedDevices) -> None:
    """The same at the kitchen's screen."""
    banner(staged)
    staged.terminal.window.go(View.KITCHEN)


def mute(staged: StagedDevices) -> None:
    """A printer that takes data and never answers."""
    staged.hear("front", Fault.NO_REPLY, hint="The printer does not answer: switch it off and on, check its cable.")
    staged.hear("grill")
    staged.hear("bar")
    staged.terminal.window.go(View.DEVICES)


def found(staged: StagedDevices) -> None:
    """Setting a printer up: what was found."""
    well(staged)
    staged.page._sheet.begin()
    settle()
    staged.answer(
        Reply("", staged.asked[-1].ask, found=(
            FoundRow("network", "tcp://10.0.0.8:9100", "EPSON TM-T20III", "tm-t20"),
            FoundRow("usb", "usb:/dev/usb/lp0", "Xprinter XP-80", "xprinter-80"),
            FoundRow("serial", "serial:/dev/ttyUSB0", "USB-Serial Controller (/dev/ttyUSB0)", ""),
        ))
    )  # fmt: skip


def question(staged: StagedDevices) -> None:
    """Setting a printer up: how wide it prints."""
    found(staged)
    staged.set_up.choose("tcp://10.0.0.8:9100")
    staged.answer(Reply("", staged.asked[-1].ask, words="EPSON TM-T20III"))
    staged.set_up.print_sample()
    staged.answer(Reply("", staged.asked[-1].ask, words="The printer says that the page is out."))


def place(staged: StagedDevices) -> None:
    """Setting a printer up: what comes out there."""
    question(staged)
    staged.set_up.answer_width(42)
    staged.set_up.answer_letters(all_right=True)
    staged.set_up.answer_cut(was_cut=True)


SHOTS: dict[str, Callable[[StagedDevices], None]] = {
    "well": well,
    "trouble": trouble,
    "banner": banner,
    "kitchen": kitchen,
    "mute": mute,
    "found": found,
    "question": question,
    "place": place,
}


def render(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """One picture per scene, theme and size; returns the files."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for look in ("night", "day"):
        theme = prepare_application(app, built_in(look))
        for name in names or tuple(SHOTS):
            for suffix, size in SIZES.items():
                scene = Scene(theme)
                staged = stage_devices(scene.store, scene.terminal, theme)
                staged.devices.set_up(
                    (FRONT, GRILL, BAR, SetUp("deli", HealthKind.SCALE, "toledo_8217", "serial:COM4"))
                )
                scene.resize(*size)
                SHOTS[name](staged)
                settle()
                file = folder / f"{name}_{look}{suffix}.png"
                scene.window.grab_to(file)
                written.append(file)
                scene.terminal.close()
                scene.window.deleteLater()
                settle()
    return written


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("say the folder for the pictures")
    for each in render(Path(sys.argv[1]), tuple(sys.argv[2:])):
        print(each)
