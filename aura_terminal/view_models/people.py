"""Who works here, as a manager looks after it: people, roles, and people in a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
from aura_terminal.domain.ids import RoleId, StaffId
from aura_terminal.domain.rights import Cap, Grant
from aura_terminal.domain.staff import Job, PinSet, Role, StaffMember
from aura_terminal.use_cases.staff_files import Flaw, FlawedFile, newcomer, read, written
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.kinds import Permission
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.people import PeopleSheet
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

T = TypeVar("T")
__all__ = ["Cap", "Flaw", "Grant", "ImportPlan", "Job", "PeopleFiles", "PeopleModel", "Role", "StaffMember"]


class PeopleFiles(Protocol):
    """Where files of people lie; called on the store thread. Raises Unavailable."""

    def found(self) -> Sequence[str]:
        """Files that could be people, the newest first."""

    def read(self, file: str) -> bytes:
        """What is in one."""

    def keep(self, text: str) -> str:
        """Write a file; where it is."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would do: people who are new, and those who would be changed. With flaws it does nothing."""

    file: str
    new: tuple[StaffMember, ...] = ()
    changed: tuple[StaffMember, ...] = ()
    flaws: tuple[Flaw, ...] = ()


class PeopleModel(QObject):
    """`changed` follows every reading while `watch` is awake. `refused` carries a RuleBroken.

    `written(path)` follows an export, `files_found` a question for files, `planned` the reading of one; nothing of it
    is kept before `take_in`. `pin_set` carries the id of whoever has a new PIN.
    """

    changed = Signal()
    refused = Signal(object)
    written = Signal(str)
    files_found = Signal(object)
    planned = Signal(object)
    taken_in = Signal(int)
    pin_set = Signal(str)

    def __init__(
        self, files: PeopleFiles, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._files, self._runner, self._session, self._changes = files, runner, session, changes
        self.sheet: PeopleSheet | None = None
        self.watch = Watch(changes, (DocumentPut, DocumentWithdrawn, PinSet), self)
        self.watch.due.connect(self.refresh)

    @property
    def rights(self) -> frozenset[Permission]:
        """What whoever looks may do, and so give."""
        actor = self._session.actor
        return frozenset() if actor is None else actor.permissions

    def member(self, staff_id: str) -> StaffMember | None:
        """Somebody, as the store says."""
        members = () if self.sheet is None else self.sheet.members
        return next((one for one in members if one.id == staff_id), None)

    def role(self, role_id: str) -> Role | None:
        """A role, as the store says."""
        roles = () if self.sheet is None else self.sheet.roles
        return next((one for one in roles if one.id == role_id), None)

    @Slot()
    def refresh(self) -> None:
        """Read everybody again."""
        self._ask(lambda by, shop: shop.people.sheet(by), self._show)

    def put(self, member: StaffMember) -> None:
        """Keep somebody as they are to be."""
        self._ask(lambda by, shop: shop.people.put_members(by, [member]), self._announce)

    def add(self, name: str) -> StaffId:
        """Somebody new, with nothing they may do yet; their id."""
        known = {} if self.sheet is None else {one.id: one for one in self.sheet.members}
        new = newcomer(name, known)
        self.put(new)
        return new.id

    def put_role(self, role: Role) -> None:
        """Keep a role as it is to be."""
        self._ask(lambda by, shop: (shop.people.put_role(by, role),), self._announce)

    def withdraw_role(self, role_id: RoleId) -> None:
        """Use a role no more."""
        self._ask(lambda by, shop: (shop.people.withdraw_role(by, role_id),), self._announce)

    def set_pin(self, staff_id: StaffId, pin: str) -> None:
        """Give somebody a PIN."""
        self._ask(lambda by, shop: shop.access.set_pin(by, staff_id, pin), self._told_pin)

    def take_badge(self, staff_id: StaffId) -> None:
        """A badge was lost."""
        self._ask(lambda by, shop: shop.badges.take_back(by, staff_id), self._announce)

    def export(self) -> None:
        """Write everybody to a file."""
        self._ask(partial(_export, self._files), self.written.emit)

    def look_for_files(self) -> None:
        """Which files there are."""
        self._ask(lambda by, shop: tuple(self._files.found()), self.files_found.emit)

    def plan(self, file: str) -> None:
        """Read a file; nothing is kept."""
        self._ask(partial(_plan, self._files, file), self.planned.emit)

    def take_in(self, plan: ImportPlan) -> None:
        """Keep what a file says, all of it or nothing."""
        people = (*plan.new, *plan.changed)
        if not plan.flaws:
            self._ask(lambda by, shop: shop.people.put_members(by, people), self._told_import)

    def _ask(self, call: Callable[[Actor, Shop], T], then: Callable[[T], None]) -> None:
        by = self._session.must_actor()
        if by is not None:
            self._runner.run(partial(call, by), then, self.refused.emit)

    def _show(self, sheet: PeopleSheet) -> None:
        if sheet != self.sheet:
            self.sheet = sheet
            self.changed.emit()

    def _announce(self, facts: Sequence[DocumentPut | DocumentWithdrawn]) -> None:
        self._changes.announce(*facts)
        self.refresh()

    def _told_pin(self, fact: PinSet) -> None:
        self._changes.announce(fact)
        self.pin_set.emit(fact.staff_id)

    def _told_import(self, facts: Sequence[DocumentPut]) -> None:
        self._announce(facts)
        self.taken_in.emit(len(facts))


def _export(files: PeopleFiles, by: Actor, shop: Shop) -> str:
    sheet = shop.people.sheet(by)
    return files.keep(written(sheet.members, {one.id: one for one in sheet.roles}))


def _plan(files: PeopleFiles, file: str, by: Actor, shop: Shop) -> ImportPlan:
    sheet = shop.people.sheet(by)
    known = {one.id: one for one in sheet.members}
    raw = files.read(file)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    try:
        people = read(text, known, {one.id: one for one in sheet.roles}, sheet.currency)
    except FlawedFile as flawed:
        return ImportPlan(file, flaws=flawed.flaws)
    new = tuple(one for one in people if one.id not in known)
    return ImportPlan(file, new, tuple(one for one in people if one.id in known and one != known[one.id]))
