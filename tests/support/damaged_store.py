"""A terminal that sold after its last copy, whose store then lost its head; and somebody before it."""

from __future__ import annotations

from pathlib import Path
from random import Random

from aura_terminal.app.first_run.house import FirstRun, Seams
from aura_terminal.store import backups, mending
from aura_terminal.store.folders import store_file
from aura_terminal.ui.theme.theme import Theme
from tests.support.memory_shop import EVERYTHING
from tests.support.newcomer import ALONE, Newcomer
from tests.support.store_service import order_of, pay, serve
from tests.support.store_shop import founded

HEAD = 4096


def damaged_terminal(folder: Path) -> Path:
    """Two orders in the copy, a third one after it, and a first page that nobody can read."""
    shop = founded(folder)
    serve(shop, EVERYTHING, 2)
    backups.back_up(folder, shop.clock.now())
    pay(shop, EVERYTHING, order_of(shop, EVERYTHING))
    shop.store.close()
    with store_file(folder).open("r+b") as file:
        file.write(Random(1).randbytes(HEAD))
    mending.note_damage(folder, "it does not read", shop.clock.now())
    return folder


def before(folder: Path, theme: Theme) -> Newcomer:
    """What such a terminal shows at its start."""
    return Newcomer.over(FirstRun(folder, ALONE, theme, Seams(places=()), is_damaged=True))


def before_damaged(folder: Path, theme: Theme) -> Newcomer:
    """Both at once."""
    return before(damaged_terminal(folder), theme)
