"""From the answers of a first run to a store: whole, whatever ends the program meanwhile."""

from __future__ import annotations

from pathlib import Path

from aura_terminal.app.commands.set_up import set_up
from aura_terminal.app.first_run.notes import FOUNDING, FirstRunNotes
from aura_terminal.app.new_shop import first_devices, new_shop, with_demo_menu, with_menu_file
from aura_terminal.app.peer_identity import FOLDER as PEERS
from aura_terminal.app.peer_identity import forget_credentials
from aura_terminal.app.settings import FILE_NAME, Settings
from aura_terminal.app.shop_entries import ShopFileProblem
from aura_terminal.app.shop_files import ShopFiles
from aura_terminal.app.whole_files import write_whole
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from aura_terminal.store.folders import store_file
from aura_terminal.store.pins import PEPPER_FILE
from aura_terminal.use_cases.new_store import NewStore
from aura_terminal.view_models.first_run_draft import Draft, MenuKind

OURS = (FILE_NAME, PEPPER_FILE, PEERS)
"""What is written before the store is there; the file of the store itself comes last."""


def begin_writing(folder: Path) -> None:
    """Take away what a try that was cut short has left, and remember what was not there before this one."""
    mark = folder / FOUNDING
    if mark.exists() and not store_file(folder).exists():
        left = mark.read_text("utf-8").splitlines()
        if PEERS in left:
            forget_credentials(folder)
        for name in (FILE_NAME, PEPPER_FILE):
            if name in left:
                (folder / name).unlink(missing_ok=True)
    else:
        write_whole(mark, "\n".join(name for name in OURS if not (folder / name).exists()).encode())


class FirstFounder:
    """The `Founder` of one data folder."""

    def __init__(self, folder: Path, notes: FirstRunNotes) -> None:
        self._folder, self._notes = folder, notes

    def found(self, new: NewStore, draft: Draft) -> None:
        """As the port says. The file that makes it a store comes last, by one rename."""
        shop = self._shop(new, draft)
        begin_writing(self._folder)
        set_up(self._folder, draft.label, shop, Settings(draft.label, devices=first_devices(shop, new.terms)))

    def _shop(self, new: NewStore, draft: Draft) -> ShopFiles:
        shop = new_shop(new)
        if draft.menu is MenuKind.DEMO:
            return with_demo_menu(shop)
        if draft.menu is MenuKind.EMPTY:
            return shop
        try:
            return with_menu_file(shop, self._notes.menu)
        except ShopFileProblem as problem:  # the taxes were changed after the file was read
            raise Unavailable(
                draft.menu_file, told("it does not fit any more: {problem}", problem=problem)
            ) from problem
