"""What stands beside a kitchen's tickets: its sounds, the delivery ledger, and how long things take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from aura_terminal.view_models.kitchen import KitchenModel, Now
from aura_terminal.view_models.kitchen_cues import CuesModel
from aura_terminal.view_models.kitchen_ledger import KitchenLedgerModel
from aura_terminal.view_models.kitchen_times import KitchenTimesModel
from aura_terminal.view_models.runner import Runner


@dataclass(frozen=True, slots=True)
class Beside:
    """The models a kitchen screen is given besides its tickets."""

    cues: CuesModel
    ledger: KitchenLedgerModel
    times: KitchenTimesModel


def beside_kitchen(
    runner: Runner, kitchen: KitchenModel, now: Now, *, monotonic: Callable[[], float] = time.monotonic
) -> Beside:
    """The models that go with a kitchen's tickets; they live as long as those."""
    return Beside(
        CuesModel(kitchen, monotonic=monotonic, parent=kitchen),
        KitchenLedgerModel(runner, now, kitchen),
        KitchenTimesModel(runner, now, kitchen),
    )
