"""Drills joined to the window of a training terminal: the model, the panel beside every screen, and the way there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.app.training_folder import is_training
from aura_terminal.ui.shell.screens import View

if TYPE_CHECKING:
    from aura_terminal.app.settings import Settings
    from aura_terminal.app.terminal import Terminal
    from aura_terminal.view_models.drills import DrillModel


def drills_of(folder: Path, settings: Settings, terminal: Terminal) -> DrillModel | None:
    """The drills of a training terminal; None at a real one, where nothing of them is loaded."""
    if terminal.supervisor is None or not is_training(folder):
        return None
    from aura_terminal.app.drills.hands import TrainingHands
    from aura_terminal.ui.drill_panel import DrillPanel
    from aura_terminal.view_models.drills import Drill, DrillModel

    hands = TrainingHands(folder, settings, terminal.supervisor, terminal)
    model = DrillModel(hands, terminal.runner, terminal.changes, terminal.status, terminal.counter, terminal)
    window = terminal.window
    window.put_beside(DrillPanel(model, terminal.theme))
    shows = {View.BACK_OFFICE: Drill.INTERNET, View.TERMINALS: Drill.NETWORK, View.DEVICES: Drill.PRINTER}
    window.view_shown.connect(lambda view: model.saw(shows[view]) if view in shows else None)
    model.failed.connect(window.say)
    return model
