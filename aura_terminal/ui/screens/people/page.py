"""The room of people: who works here, the roles they have, and both from and to a file."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import RoleId, StaffId
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.asking import ListSheet
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.people.member_sheet import MemberSheet
from aura_terminal.ui.screens.people.role_sheet import RoleSheet
from aura_terminal.ui.screens.people.words import flaw_words, own_words, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.people import ImportPlan, PeopleModel, Role, StaffMember

PEOPLE, ROLES = "people", "roles"
NEW_PERSON, NEW_ROLE, FILES = "new_person", "new_role", "files"
TALL, MOST_FLAWS = 56, 8


class PeoplePage(RoomPage):
    """People or roles as cards; a tap opens one."""

    def __init__(self, model: PeopleModel, theme: Theme) -> None:
        super().__init__(theme, sleeper=model.watch)
        self._model, self._theme = model, theme
        self._parts = Chips(theme, tr("People or roles"))
        self._parts.show_rows([ChipRow(PEOPLE, tr("People")), ChipRow(ROLES, tr("Roles"))])
        self._parts.select(PEOPLE)
        self._owner = Words(theme, "", Voice.WARNING)
        self._owner.setWordWrap(True)
        self._cards = ChoiceList(theme, tr("People"), Picking.COUNTED)
        self._add = Button(theme, tr("Somebody new"), icon="user-plus", kind=Kind.PRIMARY)
        self._export = Button(theme, tr("Export"), icon="download")
        self._import = Button(theme, tr("Import"), icon="upload")
        self._text = TextSheet(theme, self)
        self._member: MemberSheet | None = None
        self._role: RoleSheet | None = None
        self._files = ListSheet(theme, self, Picking.ONE)
        self._plan: Sheet | None = None
        self.setAccessibleName(tr("Staff"))
        self._arrange()
        self._bind()
        self._show()

    @property
    def model(self) -> PeopleModel:
        """What it shows."""
        return self._model

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._parts, 1)
        for button in (self._import, self._export, self._add):
            button.keep_at_least(120, TALL)
            head.addWidget(button)
        canvas = Panel(self._theme, Ground.CANVAS)
        inside = QVBoxLayout(canvas)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.addWidget(self._cards)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(14, 0, 14, 0)
        top.addLayout(head)
        top.addWidget(self._owner)
        column.addLayout(top)
        column.addWidget(canvas, 1)

    def _bind(self) -> None:
        model = self._model
        self._parts.chosen.connect(self._turn)
        self._cards.tapped.connect(self._open)
        self._add.clicked.connect(self._ask_new)
        self._export.clicked.connect(model.export)
        self._import.clicked.connect(model.look_for_files)
        self._text.written.connect(self._make)
        self._files.picked.connect(self._read_file)
        model.changed.connect(self._show)
        model.refused.connect(self._refuse)
        model.written.connect(self._say_written)
        model.files_found.connect(self._ask_file)
        model.planned.connect(self._show_plan)
        model.taken_in.connect(self._say_taken)
        model.pin_set.connect(self._say_pin)

    @Slot(str)
    def _turn(self, _part: str) -> None:
        self._show()

    @Slot()
    def _show(self) -> None:
        sheet = self._model.sheet
        of_roles = self._parts.selected() == ROLES
        may = self._model.rights
        self._add.show_words(tr("New role") if of_roles else tr("Somebody new"))
        if sheet is None:
            return
        owned = sheet.owner and not of_roles
        self._owner.setText(
            tr("{owner} keeps the names, roles and who works here. Rights, PINs and jobs are set here.").format(
                owner=sheet.owner
            )
            if owned
            else ""
        )
        self._owner.setVisible(bool(owned))
        self._add.setEnabled(Permission.MANAGE_ROLES in may if of_roles else not sheet.owner)
        if of_roles:
            rows = [ChoiceRow(role.id, role.name, _count(role)) for role in sheet.roles]
        else:
            names = {role.id: role.name for role in sheet.roles}
            rows = [
                ChoiceRow(one.id, one.name, _standing(one, names), say=f"{one.name}, {own_words(one)}")
                for one in sheet.members
            ]
        self._cards.show_rows(rows)

    @Slot(str)
    def _open(self, id: str) -> None:
        if self._parts.selected() == ROLES:
            if self._role is None:
                self._role = RoleSheet(self._model, self._theme, self)
            self._role.ask(id)
            return
        if self._member is None:
            self._member = MemberSheet(self._model, self._theme, self)
        self._member.ask(StaffId(id))

    @Slot()
    def _ask_new(self) -> None:
        if self._parts.selected() == ROLES:
            self._text.ask(NEW_ROLE, tr("What is the role called?"), "")
        else:
            self._text.ask(NEW_PERSON, tr("Who begins to work here?"), "")

    @Slot(str, str)
    def _make(self, what: str, words: str) -> None:
        if not words:
            return
        if what == NEW_PERSON:
            self._model.add(words)
        else:
            self._model.put_role(Role(RoleId(words.casefold().replace(" ", "-")), words, ()))

    @Slot(object)
    def _ask_file(self, files: tuple[str, ...]) -> None:
        if not files:
            self.said.emit(tr("There is no CSV file. Put a stick in, or lay the file into Downloads."))
            return
        rows = [ChoiceRow(file, file.rpartition("/")[2], file.rpartition("/")[0]) for file in files]
        self._files.ask(FILES, tr("Which file?"), rows)

    @Slot(str, str)
    def _read_file(self, _id: str, file: str) -> None:
        self._model.plan(file)

    @Slot(object)
    def _show_plan(self, plan: ImportPlan) -> None:
        if self._plan is None:
            self._plan = Sheet(self._theme, self, tr("People of a file"), tr("Close"), 720, 560)
        content = QWidget()
        column = QVBoxLayout(content)
        said = [flaw_words(flaw) for flaw in plan.flaws[:MOST_FLAWS]] or [
            tr("{new} new, {changed} changed. Nobody is taken off.").format(
                new=len(plan.new), changed=len(plan.changed)
            ),
            *(one.name for one in (*plan.new, *plan.changed)[:MOST_FLAWS]),
        ]
        for words in said:
            line = Words(self._theme, words, Voice.REFUSAL if plan.flaws else Voice.BODY)
            line.setWordWrap(True)
            column.addWidget(line)
        column.addStretch(1)
        self._plan.set_content(content)
        keep = Button(self._theme, tr("Keep"), kind=Kind.PRIMARY)
        keep.keep_at_least(200, TALL)
        keep.setEnabled(bool(not plan.flaws and (plan.new or plan.changed)))
        keep.clicked.connect(lambda: self._take(plan))
        self._plan.set_actions(keep)
        self._plan.open()

    def _take(self, plan: ImportPlan) -> None:
        if self._plan is not None:
            self._plan.close_sheet()
        self._model.take_in(plan)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))

    @Slot(str)
    def _say_written(self, file: str) -> None:
        self.said.emit(tr("Written: {file}").format(file=file))

    @Slot(int)
    def _say_taken(self, count: int) -> None:
        self.said.emit(tr("{count} people kept.").format(count=count))

    @Slot(str)
    def _say_pin(self, staff_id: str) -> None:
        member = self._model.member(staff_id)
        self.said.emit(tr("{name} has a new PIN.").format(name="" if member is None else member.name))


def _count(role: Role) -> str:
    return tr("{n} rights").format(n=len(role.permissions))


def _standing(member: StaffMember, names: Mapping[RoleId, str]) -> str:
    """The roles somebody has, or that they left."""
    return ", ".join(names.get(role, role) for role in member.roles) if member.active else tr("left")
