"""The screen's process: the window first, from a small snapshot; the store, the node and the other screens after it."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from aura_terminal.app import training_folder
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.display import nobody_sees, why_no_display
from aura_terminal.app.settings import Settings
from aura_terminal.app.system_libraries import why_no_window
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from aura_terminal.store.first_frame import FirstFrame, first_frame
from aura_terminal.store.folders import forget_wanted, is_cut_off, is_damage_noted, is_restore_wanted, store_file
from aura_terminal.store.locks import Role, is_taken

_log = logging.getLogger(__name__)

FIRST_RUN_FILE = "first-run.json"
SWITCH_SECONDS = 0.0005  # a busy store thread must not keep the screen's thread from a tap


def open_terminal(call: Call) -> int:
    """Open this terminal's window, or its first run where nothing is set up yet; return when it was closed."""
    if is_first_run(call.folder) and may_show(call.folder):
        return first_run(call.folder, call.settings)
    return open_over_store(call.folder, call.settings)


def open_over_store(folder: Path, settings: Settings, about_to_show: Callable[[], None] = lambda: None) -> int:
    """Open the window over the store there is, or lead whoever stands before a damaged one back to selling.

    `about_to_show` is called when nothing stands in the window's way any more.
    """
    if is_damage_noted(folder) and may_show(folder) and _is_damaged(folder):
        return first_run(folder, settings, is_damaged=True)
    try:
        frame = snapshot(folder)
    except Unavailable as trouble:
        if not (may_show(folder) and _is_beyond_opening(folder, trouble)):
            raise
        return first_run(folder, settings, is_damaged=True)
    refuse_without_display()
    about_to_show()
    quicken_imports()
    return show(folder, settings, frame, sys.argv[:1], settle_garbage)


def is_first_run(folder: Path) -> bool:
    """Whether this terminal is still to be set up: nothing is there, or its first run was not ended."""
    has_store = store_file(folder).exists() or is_cut_off(folder) or is_damage_noted(folder)
    return not has_store or (folder / FIRST_RUN_FILE).exists()


def may_show(folder: Path) -> bool:
    """Whether a window can be opened over this folder; who asks at a machine without a display is told in words."""
    return not (is_taken(folder, Role.SCREEN) or why_no_window(os.environ) or nobody_sees(os.environ))


def first_run(folder: Path, settings: Settings, *, is_damaged: bool = False) -> int:
    """Set this terminal up with whoever stands before it, or mend its store with them."""
    quicken_imports()
    from aura_terminal.app.first_run.house import open_first_run

    gc.enable()
    return open_first_run(folder, settings, sys.argv[:1], is_damaged=is_damaged)


def _is_damaged(folder: Path) -> bool:
    """Whether damage that was noted is still to be mended; nothing is loaded for it where nothing was."""
    from aura_terminal.app.chance import SystemClock, SystemIds
    from aura_terminal.app.mending import must_be_mended

    return must_be_mended(folder, SystemClock(), SystemIds())


def _is_beyond_opening(folder: Path, trouble: Unavailable) -> bool:
    """Whether the store's file itself is what is wrong; then that is noted."""
    from aura_terminal.app.chance import SystemClock
    from aura_terminal.app.mending import is_beyond_opening
    from aura_terminal.store.mending import note_damage

    if not is_beyond_opening(trouble):
        return False
    note_damage(folder, trouble.hint, SystemClock().now())
    return True


def snapshot(folder: Path) -> FirstFrame:
    """What the first picture needs. Says what to do where there is no store, or one that cannot be read."""
    file = store_file(folder)
    finish_cut_off(folder)
    if not file.exists():
        raise WrongUse(
            f"There is no store in {folder} yet, and no display to set one up on. Try `aura-terminal demo`, or: "
            "aura-terminal init --store NAME --country CODE"
        )
    if is_taken(folder, Role.SCREEN):
        raise WrongUse(
            told(
                "This terminal is open already ({folder}). Use that window, or name another folder with --data.",
                folder=folder,
            )
        )
    frame = first_frame(file)
    if frame is None:
        words = f"The store in {folder} holds no shop. Set one up in another folder with aura-terminal init."
        raise_what_is_wrong(folder, words)
    assert frame is not None
    return frame


def finish_cut_off(folder: Path) -> None:
    """Go on with a restore that a crash cut short; nothing is loaded for it where there is none."""
    if is_cut_off(folder):
        from aura_terminal.store.restoring import finish_restore

        finish_restore(folder)


def raise_what_is_wrong(folder: Path, otherwise: str) -> None:
    """Open the store in the way that checks it, which says why it could not be read; else say `otherwise`."""
    from aura_terminal.app.opening import opened

    with opened(folder, Role.TOOL):
        raise WrongUse(otherwise)


def refuse_without_display() -> None:
    """Say which system library or display is missing, before Qt ends the process over it."""
    reason = why_no_window(os.environ) or why_no_display(os.environ)
    if reason:
        raise WrongUse(reason)


def quicken_imports() -> None:
    """Load Qt before what is built on it, with Python's own import given back and no garbage looked for meanwhile."""
    from aura_terminal.ui.python_import import restore_import

    gc.disable()
    restore_import()


def show(folder: Path, settings: Settings, frame: FirstFrame, arguments: list[str], ready: Callable[[], None]) -> int:
    """Run the window until it is closed; `ready` is called when everything behind it works."""
    from PySide6.QtWidgets import QApplication

    from aura_terminal.app.garbage import GarbageRounds
    from aura_terminal.app.program import begin_anew
    from aura_terminal.app.screen_look import scale_screen, shrink_to_fit
    from aura_terminal.app.terminal import Terminal

    forget_wanted(folder)
    training_folder.forget(folder)
    sys.setswitchinterval(SWITCH_SECONDS)
    scale_screen(folder, settings)
    application = QApplication(arguments)
    if shrink_to_fit(folder, settings, application.primaryScreen()):
        begin_anew()
    rounds = GarbageRounds(application)
    terminal = Terminal(application, folder, settings, frame)
    terminal.ready.connect(ready)
    terminal.look.model.restart_wanted.connect(application.quit)
    terminal.open_large()
    code = application.exec()
    terminal.close()
    rounds.deleteLater()
    if is_restore_wanted(folder):
        _go_back(folder)
    elif training_folder.is_wanted(folder) or training_folder.is_training(folder):
        _change_store(folder, settings)
    elif terminal.look.is_wanted_anew:
        begin_anew()
    elif terminal.must_be_mended:
        _lead_back(folder)
    return code or FINE


def _lead_back(folder: Path) -> None:
    """Begin anew, where the way back from a damaged store is shown; a store that reads after all is none of that."""
    from aura_terminal.app.program import begin_anew

    if _is_damaged(folder):
        begin_anew()
    words = f"The store in {folder} could not be opened, and reads as it was written now. Start this terminal again."
    raise_what_is_wrong(folder, words)


def _go_back(folder: Path) -> None:
    """The store is nobody's now: put the wanted copy in its place, and begin anew with whatever came of it."""
    from aura_terminal.app.chance import SystemClock, SystemIds
    from aura_terminal.app.program import begin_anew
    from aura_terminal.app.safekeeping import carry_out_restore

    carry_out_restore(folder, SystemClock(), SystemIds())
    begin_anew()


def _change_store(folder: Path, settings: Settings) -> None:
    """Begin anew over the training store, made anew, or over the real one again."""
    from aura_terminal.app.chance import SystemClock, SystemIds
    from aura_terminal.app.training import go, go_back, prepare

    if training_folder.is_training(folder):
        go_back(folder)
    try:
        place = prepare(folder, settings, SystemClock(), SystemIds())
    except (Unavailable, OSError) as trouble:
        _log.error("training_refused: %s", trouble)
        place = folder
    go(place)


def settle_garbage() -> None:
    """What was made so far stays; collecting it again and again would stop the screen for 50 ms at a time."""
    gc.collect()
    gc.freeze()
