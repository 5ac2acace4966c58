"""One role: its rights, how far they reach, and after how long a terminal left alone by its people locks itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.rights import CAPPED
from aura_terminal.ui.asking import ListSheet
from aura_terminal.ui.screens.people.words import (
    IN_ORDER,
    cap_typed,
    cap_words,
    grant_words,
    group_of,
    right_words,
    tr,
)
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.people import Grant, PeopleModel, Role

NAME, RIGHTS, CAPS, LOCK, GONE = "name", "rights", "caps", "lock", "gone"
SHORTEST, LONGEST = 10, 900


class RoleSheet(Sheet):
    """Shows a role of a PeopleModel as long as it is open; each change is kept at once."""

    def __init__(self, model: PeopleModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 900, 560)
        self._model = model
        self._id = ""
        self._fields = ChoiceList(theme, tr("Fields"), Picking.COUNTED)
        self._fields.setMinimumHeight(240)
        self.set_content(self._fields)
        self._text = TextSheet(theme, host)
        self._one = ListSheet(theme, host, Picking.ONE)
        self._many = ListSheet(theme, host, Picking.MANY)
        self._fields.tapped.connect(self._tap)
        self._text.written.connect(self._write)
        self._one.picked.connect(self._pick)
        self._many.chosen.connect(self._choose)
        model.changed.connect(self._show)

    def ask(self, role_id: str) -> None:
        """Open for a role."""
        self._id = role_id
        self._show()
        self.open()

    @property
    def _role(self) -> Role | None:
        return self._model.role(self._id)

    @Slot()
    def _show(self) -> None:
        role = self._role
        if role is None:
            self.close_sheet()
            return
        self.set_title(role.name)
        lock = tr("as the terminal says")
        if role.lock_after is not None:
            lock = tr("after {seconds} s").format(seconds=role.lock_after)
        refused = "" if Permission.MANAGE_ROLES in self._model.rights else tr("not yours to change")
        values = (
            (NAME, tr("Name"), role.name),
            (RIGHTS, tr("Rights"), tr("{n} rights").format(n=len(role.permissions))),
            (CAPS, tr("Caps"), "; ".join(map(grant_words, role.caps)) or tr("none")),
            (LOCK, tr("Locks the terminal"), lock),
            (GONE, tr("Withdraw the role"), ""),
        )
        rows = [ChoiceRow(id, label, value, refused=refused, say=f"{label}, {value}") for id, label, value in values]
        self._fields.show_rows(rows)

    @Slot(str)
    def _tap(self, field: str) -> None:
        role = self._role
        if role is None:
            return
        if field == NAME:
            self._text.ask(NAME, tr("Name"), role.name)
        elif field == RIGHTS:
            self._many.ask(RIGHTS, role.name, self._rights(), [one.value for one in role.permissions])
        elif field == CAPS:
            capped = {one.permission: one.cap for one in role.caps}
            rows = [
                ChoiceRow(one.value, right_words(one), cap_words(capped[one]) if one in capped else tr("no cap"))
                for one in role.permissions
                if one in CAPPED
            ]
            self._one.ask(CAPS, tr("Which right is capped?"), rows)
        elif field == LOCK:
            asked = tr("Seconds until the terminal locks, 10 to 900; empty as the terminal says")
            self._text.ask(LOCK, asked, "" if role.lock_after is None else str(role.lock_after))
        else:
            self._model.withdraw_role(role.id)

    def _rights(self) -> list[ChoiceRow]:
        mine, refusal = self._model.rights, tr("not yours to give")
        return [
            ChoiceRow(one.value, right_words(one), group_of(one), refused="" if one in mine else refusal)
            for one in IN_ORDER
        ]

    @Slot(str, object)
    def _choose(self, _field: str, chosen: tuple[str, ...]) -> None:
        role = self._role
        if role is not None:
            held = tuple(Permission(one) for one in chosen)
            caps = tuple(one for one in role.caps if one.permission in held)
            self._model.put_role(replace(role, permissions=held, caps=caps))

    @Slot(str, str)
    def _pick(self, _field: str, choice: str) -> None:
        self._text.ask(f"{CAPS}:{choice}", tr("The most: 10 % or 20.00 or 3 times; empty for no cap"), "")

    @Slot(str, str)
    def _write(self, field: str, words: str) -> None:
        role, sheet = self._role, self._model.sheet
        if role is None or sheet is None:
            return
        if field == NAME:
            self._model.put_role(replace(role, name=words))
        elif field == LOCK:
            seconds = int(words) if words.isdecimal() else None
            within = None if seconds is None else min(LONGEST, max(SHORTEST, seconds))
            self._model.put_role(replace(role, lock_after=within))
        else:
            right = Permission(field.partition(":")[2])
            cap = cap_typed(words, sheet.currency)
            others = tuple(one for one in role.caps if one.permission is not right)
            caps = (*others, Grant(right, cap)) if cap.bounds else others
            self._model.put_role(replace(role, caps=caps))
