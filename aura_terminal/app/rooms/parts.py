"""What every room of the manager's screen is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject

from aura_terminal.app.settings import Settings
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.devices import DevicesModel
from aura_terminal.view_models.drills import DrillModel
from aura_terminal.view_models.live import LiveModel
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel


@dataclass(frozen=True, slots=True)
class RoomParts:
    """`folder` is the terminal's own folder; `owner` is the parent of the view-models made for the rooms.

    `devices` are those of this terminal as their page knows them; None where there is no such page.
    `live` asks back offices while somebody waits; None where no node does that. `drills` are there in training only.
    """

    runner: Runner
    session: SessionModel
    changes: Changes
    theme: Theme
    money: MoneyText
    now: Callable[[], datetime]
    folder: Path
    settings: Settings
    owner: QObject
    devices: DevicesModel | None = None
    live: LiveModel | None = None
    drills: DrillModel | None = None
