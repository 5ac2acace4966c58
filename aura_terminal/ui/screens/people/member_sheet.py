"""One person: every field is a card that is tapped to change it; each change is kept at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.domain.ids import RoleId, StaffId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import parse_money
from aura_terminal.domain.rights import CAPPED
from aura_terminal.ui.asking import ListSheet, PinSheet
from aura_terminal.ui.language.sheet import LanguageSheet, language_words
from aura_terminal.ui.screens.people.words import (
    IN_ORDER,
    cap_typed,
    cap_words,
    group_of,
    jobs_words,
    own_words,
    right_words,
    tr,
)
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.people import Grant, Job, PeopleModel, StaffMember

NAME, INITIALS, ROLES, JOBS, RIGHTS, WITHDRAWN, CAPS, PIN, BADGE, LANGUAGE, ACTIVE = (
    "name", "initials", "roles", "jobs", "rights", "withdrawn", "caps", "pin", "badge", "language", "active",
)  # fmt: skip
ELSEWHERE = frozenset({NAME, INITIALS, ROLES, ACTIVE})


class MemberSheet(Sheet):
    """Shows somebody of a PeopleModel as long as it is open."""

    def __init__(self, model: PeopleModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 900, 660)
        self._model = model
        self._id = StaffId("")
        self._fields = ChoiceList(theme, tr("Fields"), Picking.COUNTED)
        self._fields.setMinimumHeight(380)
        self.set_content(self._fields)
        self._text = TextSheet(theme, host)
        self._one = ListSheet(theme, host, Picking.ONE)
        self._many = ListSheet(theme, host, Picking.MANY)
        self._pin = PinSheet(theme, host)
        self._language = LanguageSheet(theme, host)
        self._fields.tapped.connect(self._tap)
        self._text.written.connect(self._write)
        self._one.picked.connect(self._pick)
        self._many.chosen.connect(self._choose)
        self._pin.entered.connect(self._set_pin)
        self._language.picked.connect(self._speak)
        model.changed.connect(self._show)

    def ask(self, staff_id: StaffId) -> None:
        """Open for somebody."""
        self._id = staff_id
        self._show()
        self.open()

    @property
    def _member(self) -> StaffMember | None:
        return self._model.member(self._id)

    @Slot()
    def _show(self) -> None:
        member, sheet = self._member, self._model.sheet
        if member is None or sheet is None:
            return
        self.set_title(member.name)
        roles = ", ".join(role.name for role in sheet.roles if role.id in member.roles) or tr("none")
        held = tr("Give a new one") if member.id in sheet.with_pin else tr("None yet")
        badge = tr("Take it back") if member.id in sheet.with_badge else tr("None; hold one before the reader")
        values = (
            (NAME, tr("Name"), member.name), (INITIALS, tr("Initials"), member.initials), (ROLES, tr("Roles"), roles),
            (JOBS, tr("Jobs"), jobs_words(member.jobs)), (RIGHTS, tr("Given beside"), own_words(member)),
            (WITHDRAWN, tr("Withdrawn"), str(len(member.withdrawn))),
            (CAPS, tr("Caps"), "; ".join(filter(None, (cap_words(one.cap) for one in member.grants))) or tr("none")),
            (PIN, tr("PIN"), held), (BADGE, tr("Badge"), badge),
            (LANGUAGE, tr("Language"), language_words(member.language, tr("as the screen"))),
            (ACTIVE, tr("Works here"), tr("yes") if member.active else tr("no")),
        )  # fmt: skip
        said = tr("kept by {owner}").format(owner=sheet.owner) if sheet.owner else ""
        self._fields.show_rows([
            ChoiceRow(id, label, value, refused=said if id in ELSEWHERE else "", say=f"{label}, {value}")
            for id, label, value in values
        ])  # fmt: skip

    @Slot(str)
    def _tap(self, field: str) -> None:
        member = self._member
        if member is None:
            return
        if field == NAME:
            self._text.ask(NAME, tr("Name"), member.name)
        elif field == INITIALS:
            self._text.ask(INITIALS, tr("Initials"), member.initials)
        elif field == JOBS:
            self._text.ask(JOBS, tr("Jobs: Cook 16.20, Server"), jobs_words(member.jobs) if member.jobs else "")
        elif field == ROLES:
            self._many.ask(ROLES, tr("Roles"), self._roles(), member.roles)
        elif field == RIGHTS:
            self._many.ask(RIGHTS, tr("Given beside the roles"), self._rights(), _named(member.grants))
        elif field == WITHDRAWN:
            self._many.ask(WITHDRAWN, tr("Withdrawn whatever the roles say"), self._rights(), member.withdrawn)
        elif field == CAPS:
            self._ask_cap(member)
        elif field == PIN:
            self._pin.ask(member.id, tr("A new PIN for {name}").format(name=member.name))
        elif field == BADGE:
            self._model.take_badge(member.id)
        elif field == LANGUAGE:
            self._language.ask(LANGUAGE, tr("Language"), member.language, tr("as the screen"))
        else:
            self._model.put(replace(member, active=not member.active))

    def _roles(self) -> Sequence[ChoiceRow]:
        roles = () if self._model.sheet is None else self._model.sheet.roles
        return [ChoiceRow(role.id, role.name, tr("{n} rights").format(n=len(role.permissions))) for role in roles]

    def _rights(self) -> Sequence[ChoiceRow]:
        mine = self._model.rights
        not_yours = tr("not yours to give")
        return [
            ChoiceRow(right.value, right_words(right), group_of(right), refused="" if right in mine else not_yours)
            for right in IN_ORDER
        ]

    def _ask_cap(self, member: StaffMember) -> None:
        rows = [
            ChoiceRow(one.permission.value, right_words(one.permission), cap_words(one.cap) or tr("no cap"))
            for one in member.grants
            if one.permission in CAPPED
        ]
        if rows:
            self._one.ask(CAPS, tr("Which right is capped?"), rows)

    @Slot(str, str)
    def _pick(self, _id: str, choice: str) -> None:
        self._text.ask(f"{CAPS}:{choice}", tr("The most: 10 % or 20.00 or 3 times; empty for no cap"), "")

    @Slot(str, str)
    def _write(self, field: str, words: str) -> None:
        member, sheet = self._member, self._model.sheet
        if member is None or sheet is None:
            return
        if field == NAME:
            self._model.put(replace(member, name=words))
        elif field == INITIALS:
            self._model.put(replace(member, initials=words[:3]))
        elif field == JOBS:
            self._model.put(replace(member, jobs=_jobs(words, member, sheet.currency)))
        elif field.startswith(CAPS):
            right = Permission(field.partition(":")[2])
            cap = cap_typed(words, sheet.currency)
            grants = tuple(replace(one, cap=cap) if one.permission is right else one for one in member.grants)
            self._model.put(replace(member, grants=grants))

    @Slot(str, object)
    def _choose(self, field: str, chosen: tuple[str, ...]) -> None:
        member = self._member
        if member is None:
            return
        if field == ROLES:
            self._model.put(replace(member, roles=tuple(RoleId(one) for one in chosen)))
        elif field == WITHDRAWN:
            self._model.put(replace(member, withdrawn=tuple(Permission(one) for one in chosen)))
        else:
            known = {one.permission.value: one for one in member.grants}
            grants = tuple(known.get(one, Grant(Permission(one))) for one in chosen)
            self._model.put(replace(member, grants=grants))

    @Slot(str, str)
    def _speak(self, _id: str, code: str) -> None:
        member = self._member
        if member is not None:
            self._model.put(replace(member, language=code))

    @Slot(str, str)
    def _set_pin(self, staff_id: str, pin: str) -> None:
        self._model.set_pin(StaffId(staff_id), pin)


def _named(grants: Sequence[Grant]) -> tuple[str, ...]:
    return tuple(one.permission.value for one in grants)


def _jobs(words: str, member: StaffMember, currency: str) -> tuple[Job, ...]:
    """Jobs as they were typed; one without an amount keeps what it had."""
    before = {job.name: job.rate for job in member.jobs}
    found: dict[str, Job] = {}
    for part in filter(None, (part.strip() for part in words.split(","))):
        name, _, last = part.rpartition(" ")
        try:
            rate = parse_money(last, currency)
        except ValueError:
            name, rate = part, None
        found[name or part] = Job(name or part, rate or before.get(name or part))
    return tuple(found.values())
