"""The page of the store: its papers at the left, the receipt they make at the right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.ui.language.languages import language_of
from aura_terminal.ui.language.sheet import LanguageSheet
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.store_editing.words import field_words, form_rows, kept_words, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.form import Form
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.page_edges import NARROW, Foot
from aura_terminal.ui.widgets.paper_view import PaperView
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.store_editing import StoreEditingModel

SIDE, SIDE_NARROW = 380, 300
LANGUAGES = ("language", "kitchen_language")


class StoreEditingPage(RoomPage):
    """Nothing is kept before Keep, but what cash is rounded to and the ways to pay, which are kept at once."""

    def __init__(self, model: StoreEditingModel, theme: Theme, money: MoneyText) -> None:
        super().__init__(theme, sleeper=model.watch)
        self._model, self._money = model, money
        self._form = Form(theme, tr("The store"), tr("{what} less"), tr("{what} more"))
        self._side = Panel(theme, Ground.CANVAS)
        self._paper = PaperView(theme, tr("The receipt as it comes out"))
        self._state = Words(theme, "", Voice.MUTED)
        self._discard = Button(theme, tr("Discard"), icon="x")
        self._keep = Button(theme, tr("Keep"), kind=Kind.PRIMARY, icon="check")
        self._text = TextSheet(theme, self)
        self._language = LanguageSheet(theme, self)
        self._owner = Strip(theme)
        self.setAccessibleName(tr("The store"))
        self._arrange(theme)
        self._bind()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(SIDE_NARROW if self.width() < NARROW else SIDE)

    def _arrange(self, theme: Theme) -> None:
        side = QVBoxLayout(self._side)
        side.setContentsMargins(14, 14, 14, 14)
        side.addWidget(self._paper, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._form, 1)
        middle.addWidget(self._side)
        foot = Foot(theme, self._state, self._discard, self._keep)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._owner)
        whole.addLayout(middle, 1)
        whole.addWidget(foot)

    def _bind(self) -> None:
        model = self._model
        self._form.tapped.connect(self._open)
        self._form.stepped.connect(self._step)
        self._text.written.connect(self._written)
        self._language.picked.connect(model.write)
        self._keep.clicked.connect(model.keep)
        self._discard.clicked.connect(model.discard)
        model.changed.connect(self._show)
        model.kept.connect(self._say_kept)
        model.failed.connect(self.say_heard)
        model.refused.connect(self._refuse)

    @Slot()
    def _show(self) -> None:
        model = self._model
        owner = "" if model.desk is None else model.desk.store_owner
        self._form.lock(on=bool(owner))
        self._form.show_rows(form_rows(model, self._money))
        owned = tr("{owner} keeps the store's papers. They are changed there.").format(owner=owner)
        self._owner.say(owned if owner else "", "lock", Tone.INFO)
        if model.draft is not None:
            self._paper.show_document(model.preview(model.draft))
        self._keep.setEnabled(model.is_changed)
        self._discard.setVisible(model.is_changed)
        self._state.setText(tr("Written, but not kept yet.") if model.is_changed else "")
        self._state.speak(Voice.WARNING if model.is_changed else Voice.MUTED)

    @Slot(str)
    def _open(self, field: str) -> None:
        if field == "logo":
            self._choose_logo()
        elif field == "no_logo":
            self._model.drop_logo()
        elif field in LANGUAGES and self._model.draft is not None:
            self._ask_language(field, self._model.draft)
        elif field == "tender":
            self._text.ask(field, tr("Name of the way to pay"), "")
        elif field.startswith("tender:"):
            self._model.switch_tender(field.partition(":")[2])
        elif field == "zone" and self._model.draft is not None:
            self._text.ask(field, tr("Time zone, such as Europe/Berlin"), self._model.draft.calendar.zone)
        else:
            self._text.ask(field, field_words(field), self._model.text_of(field))

    def _ask_language(self, field: str, draft: StoreProfile) -> None:
        if field == "language":
            self._language.ask(field, tr("The store speaks"), language_of(draft.language).code)
        else:
            self._language.ask(field, tr("The kitchen reads"), draft.kitchen_language, tr("as the store"))

    def _choose_logo(self) -> None:
        kinds = tr("Pictures (*.png *.jpg *.jpeg *.gif *.bmp)")
        file, _ = QFileDialog.getOpenFileName(self, tr("A picture for the head of receipts"), "", kinds)
        if file:
            self._model.choose_logo(file)

    @Slot(str, int)
    def _step(self, field: str, by: int) -> None:
        if field == "coin":
            self._model.step_coin(by)
        elif field == "cutoff":
            self._model.step_cutoff(by)

    @Slot(str, str)
    def _written(self, field: str, words: str) -> None:
        if field == "tender":
            self._model.add_tender(words)
        elif field == "zone":
            self._model.write_zone(words)
        else:
            self._model.write(field, words)

    @Slot(object)
    def _say_kept(self, until: date | None) -> None:
        self.said.emit(kept_words(until))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))
