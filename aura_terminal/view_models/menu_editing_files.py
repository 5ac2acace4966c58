"""A file of the menu on its way out, or in: read slice by slice, seen, and only then kept."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.use_cases.menu_editing import Edit, MenuChange
from aura_terminal.use_cases.menu_import import ImportPlan, ImportProblem, MenuImport, export_menu, with_ids

if TYPE_CHECKING:
    from aura_terminal.domain.errors import RuleBroken, Unavailable
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.menu_checking import MenuChecking
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

__all__ = ["ImportProblem", "MenuFiles", "MenuFilesModel", "Missing", "Stage"]
READ_AT_ONCE, KEPT_AT_ONCE = 100, 25
MOST_UNDONE = 200
"""More than that is no slip to be taken back in one transaction; the file of before can be taken in again."""


class Stage(Enum):
    """How far a file is."""

    NOTHING = auto()
    READING = auto()
    SEEN = auto()
    KEEPING = auto()
    KEPT = auto()


class Missing(Enum):
    """What becomes of items on the menu that a file does not name."""

    STAY = auto()
    TAKEN_OFF = auto()


class MenuFiles(Protocol):
    """Where files of the menu lie; called on the store thread. Raises Unavailable."""

    def found(self) -> Sequence[str]:
        """Files that could be a menu, the newest first."""

    def read(self, file: str) -> bytes:
        """What is in one."""

    def keep(self, text: str) -> str:
        """Write a file; where it is."""


class MenuFilesModel(QObject):
    """`changed` follows every step, `files_found` carries what can be taken in, `done` a MenuChange that can be undone.

    Cancelling before anything is kept changes nothing; while slices are being kept there is no way back.
    """

    changed = Signal()
    files_found = Signal(object)
    done = Signal(object)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, files: MenuFiles, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes, self._files = runner, session, changes, files
        self._owner = ""
        self._stage = Stage.NOTHING
        self._missing = Missing.STAY
        self._file, self._exported = "", ""
        self._reading: MenuImport | None = None
        self._plan: ImportPlan | None = None
        self._whole: tuple[Edit, ...] = ()
        self._checking: MenuChecking | None = None
        self._made: list[MenuChange] = []
        self._progress = (0, 0)
        session.signed_out.connect(self._leave)
        runner.unavailable.connect(self._fail)

    @property
    def owner(self) -> str:
        """Who keeps the menu, where that is not the store: then no file is taken in."""
        return self._owner

    def know_owner(self, owner: str) -> None:
        """Somebody else keeps the menu, or nobody does any more."""
        if owner != self._owner:
            self._owner = owner
            self.changed.emit()

    @property
    def stage(self) -> Stage:
        """How far the file is."""
        return self._stage

    @property
    def file(self) -> str:
        """The name of the file."""
        return self._file.replace("\\", "/").rpartition("/")[2]

    @property
    def exported(self) -> str:
        """Where the menu was written last."""
        return self._exported

    @property
    def plan(self) -> ImportPlan | None:
        """What it would do, once it is read."""
        return self._plan

    @property
    def progress(self) -> tuple[int, int]:
        """How many of how many steps were made."""
        return self._progress

    @property
    def missing(self) -> Missing:
        """What becomes of items it does not name."""
        return self._missing

    @property
    def edits(self) -> int:
        """How many changes it would make."""
        return len(self._wanted())

    @property
    def kept(self) -> int:
        """How many were made."""
        return sum(len(change.facts) for change in self._made)

    @Slot()
    def export(self) -> None:
        """Write the whole menu to a file."""
        self._runner.run(lambda shop: self._files.keep(export_menu(shop.reads.catalogue)), self._note_export)

    @Slot()
    def look_for_files(self) -> None:
        """Ask which files there are."""
        self._runner.run(lambda shop: self._files.found(), self.files_found.emit)

    def begin(self, file: str) -> None:
        """Read a file; nothing of it is kept."""
        self._forget()
        self._file, self._stage = file, Stage.READING
        self.changed.emit()
        self._runner.run(lambda shop: MenuImport(self._files.read(file), shop.reads.catalogue), self._read_on)

    @Slot()
    def turn_missing(self) -> None:
        """Take items off that the file does not name, or let them stay."""
        self._missing = Missing.STAY if self._missing is Missing.TAKEN_OFF else Missing.TAKEN_OFF
        self.changed.emit()

    @Slot()
    def cancel(self) -> None:
        """Forget the file; while it is being kept it is too late."""
        if self._stage in (Stage.READING, Stage.SEEN):
            self._forget()
            self.changed.emit()

    @Slot()
    def keep(self) -> None:
        """Take it in, slice by slice, so that taps get their turn between."""
        actor = self._session.actor
        if actor is None or self._stage is not Stage.SEEN or self._plan is None or self._plan.problems:
            return
        self._stage, wanted = Stage.KEEPING, self._wanted()
        self.changed.emit()
        self._runner.run(partial(_named, actor, wanted), partial(self._begin_keeping, actor), self._refuse)

    def _begin_keeping(self, actor: Actor, named: tuple[tuple[Edit, ...], MenuChecking]) -> None:
        self._whole, self._checking = named
        self._progress = (0, len(self._whole))
        self._keep_on(actor)

    def _wanted(self) -> tuple[Edit, ...]:
        if self._plan is None:
            return ()
        gone = self._plan.missing if self._missing is Missing.TAKEN_OFF else ()
        return (*self._plan.edits, *gone)

    def _read_on(self, reading: MenuImport) -> None:
        if self._stage is not Stage.READING:
            return  # cancelled meanwhile
        self._reading = reading
        self._progress = reading.progress
        if reading.is_read:
            self._runner.run(lambda shop: reading.plan(), self._see)
        else:
            self._runner.run(partial(_step, reading), self._read_on)
        self.changed.emit()

    def _see(self, plan: ImportPlan) -> None:
        if self._stage is Stage.READING:
            self._plan, self._stage = plan, Stage.SEEN
            self.changed.emit()

    def _keep_on(self, actor: Actor) -> None:
        done = sum(len(change.edits) for change in self._made)
        part = self._whole[done : done + KEPT_AT_ONCE]
        checking = self._checking
        if not part or checking is None:
            self._end()
            return
        self._runner.run(partial(_take_in, actor, part, checking), partial(self._kept_part, actor), self._refuse)

    def _kept_part(self, actor: Actor, change: MenuChange) -> None:
        self._made.append(change)
        self._changes.announce(*change.facts)
        self._progress = (sum(len(one.edits) for one in self._made), len(self._whole))
        self.changed.emit()
        self._keep_on(actor)

    def _end(self) -> None:
        self._stage, self._plan = Stage.KEPT, None
        self.changed.emit()
        self._offer_undo()

    def _offer_undo(self) -> None:
        edits = tuple(edit for change in self._made for edit in change.edits)
        if edits and len(edits) <= MOST_UNDONE:
            self.done.emit(MenuChange(edits, tuple(fact for change in self._made for fact in change.facts)))

    def _refuse(self, broken: RuleBroken) -> None:
        """What was kept before somebody else came between can be taken back; the file can be taken in once more."""
        self._offer_undo()
        self._forget()
        self.refused.emit(broken)
        self.changed.emit()

    def _note_export(self, file: str) -> None:
        self._forget()
        self._exported = file
        self.changed.emit()

    @Slot(object)
    def _fail(self, trouble: Unavailable) -> None:
        if self._stage is Stage.READING:
            self._forget()
            self.changed.emit()

    @Slot()
    def _leave(self) -> None:
        if self._stage is not Stage.KEEPING:
            self._forget()

    def _forget(self) -> None:
        self._stage, self._missing, self._reading, self._plan = Stage.NOTHING, Missing.STAY, None, None
        self._whole, self._checking, self._made, self._progress = (), None, [], (0, 0)
        self._exported = ""


def _step(reading: MenuImport, shop: Shop) -> MenuImport:
    reading.step(READ_AT_ONCE)
    return reading


def _named(actor: Actor, edits: tuple[Edit, ...], shop: Shop) -> tuple[tuple[Edit, ...], MenuChecking]:
    whole = with_ids(edits, iter(shop.menu_editing.new_ids(len(edits))))
    return whole, shop.menu_editing.prepare(actor, whole)


def _take_in(actor: Actor, part: tuple[Edit, ...], checking: MenuChecking, shop: Shop) -> MenuChange:
    return shop.menu_editing.take_in(actor, part, checking)
