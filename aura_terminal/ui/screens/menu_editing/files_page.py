"""The menu as a file for spreadsheets: written out, and taken in after everybody could see what it would do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from aura_terminal.ui.counting import counted
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.screens.menu_editing.field_column import FieldColumn, FieldLine
from aura_terminal.ui.screens.menu_editing.value_sheets import OneSheet
from aura_terminal.ui.screens.menu_editing.words import slip_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.menu_editing_files import ImportProblem, MenuFilesModel, Missing, Stage

TALL = 56
MOST_SHOWN = 100


class FilesPage(QWidget):
    """Shows a MenuFilesModel."""

    def __init__(self, model: MenuFilesModel, theme: Theme, host: QWidget) -> None:
        super().__init__()
        self._model = model
        self._said = Words(theme, "", Voice.STRONG)
        self._said.setWordWrap(True)
        self._detail = Words(theme, "", Voice.MUTED)
        self._detail.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(tr("How far it is"))
        self._list = FieldColumn(theme, tr("What it would do"))
        self._export = Button(theme, tr("Write the menu to a file"), icon="download")
        self._choose = Button(theme, tr("Take a file in"), icon="upload")
        self._cancel = Button(theme, tr("Cancel"), icon="x")
        self._missing = Button(theme, "", icon="eye-off")
        self._keep = Button(theme, tr("Take it in"), kind=Kind.PRIMARY, icon="check")
        self._files = OneSheet(theme, host)
        for button in (self._export, self._choose, self._cancel, self._missing, self._keep):
            button.keep_at_least(TALL, TALL)
        self._arrange()
        model.changed.connect(self._show)
        model.files_found.connect(self._ask_file)
        self._export.clicked.connect(model.export)
        self._choose.clicked.connect(model.look_for_files)
        self._cancel.clicked.connect(model.cancel)
        self._missing.clicked.connect(model.turn_missing)
        self._keep.clicked.connect(model.keep)
        self._files.picked.connect(self._begin)
        self._show()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._export)
        head.addWidget(self._choose)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._missing)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._said)
        column.addWidget(self._detail)
        column.addWidget(self._bar)
        column.addWidget(self._list, 1)
        column.addLayout(foot)

    @Slot()
    def _show(self) -> None:
        model = self._model
        stage = model.stage
        done, whole = model.progress
        self._bar.setVisible(stage in (Stage.READING, Stage.KEEPING))
        self._bar.setMaximum(max(1, whole))
        self._bar.setValue(done)
        self._said.setText(self._words(stage))
        self._detail.setText(self._details(stage))
        self._list.show_lines(self._lines())
        self._list.setVisible(stage is Stage.SEEN)
        is_idle = stage in (Stage.NOTHING, Stage.KEPT)
        self._export.setEnabled(is_idle or stage is Stage.SEEN)
        self._choose.setVisible(not model.owner)
        self._choose.setEnabled(self._export.isEnabled())
        self._cancel.setVisible(stage in (Stage.READING, Stage.SEEN))
        plan = model.plan
        can_keep = stage is Stage.SEEN and plan is not None and not plan.problems and model.edits > 0
        self._keep.setVisible(can_keep)
        self._missing.setVisible(stage is Stage.SEEN and plan is not None and bool(plan.missing) and not plan.problems)
        off = model.missing is Missing.TAKEN_OFF
        count = 0 if plan is None else len(plan.missing)
        words = tr("{count} not in the file: taken off the menu") if off else tr("{count} not in the file: they stay")
        self._missing.show_words(words.format(count=count))

    def _words(self, stage: Stage) -> str:
        model, plan = self._model, self._model.plan
        match stage:
            case Stage.READING:
                return tr("Reading {file} …").format(file=model.file)
            case Stage.KEEPING:
                return tr("Taking {file} in …").format(file=model.file)
            case Stage.KEPT:
                return tr("{count} changes were taken in from {file}.").format(count=model.kept, file=model.file)
            case Stage.SEEN if plan is not None and plan.problems:
                return _wrong_words(len(plan.problems)).format(file=model.file)
            case Stage.SEEN if model.edits == 0:
                return tr("{file} says what the menu says already.").format(file=model.file)
            case Stage.SEEN:
                return tr("This is what {file} would do:").format(file=model.file)
        return model.exported and tr("The menu is written to {file}").format(file=model.exported)

    def _details(self, stage: Stage) -> str:
        if stage is Stage.NOTHING:
            return tr(
                "One row is one item. Take files in from an USB stick, from Downloads, Documents or the desktop. "
                "Nothing changes before you have seen what a file would do."
            )
        if stage is Stage.SEEN and self._model.plan is not None:
            return tr("Read as {encoding}.").format(encoding=self._model.plan.encoding or "–")
        return ""

    def _lines(self) -> Sequence[FieldLine]:
        plan = self._model.plan
        if plan is None:
            return ()
        if plan.problems:
            return [_problem_line(place, one) for place, one in enumerate(plan.problems[:MOST_SHOWN])]
        counts = (
            ("categories", tr("New categories"), len(plan.categories)),
            ("added", tr("New items"), len(plan.added)),
            ("changed", tr("Items that change"), len(plan.changed)),
            ("withdrawn", tr("Items that leave the menu"), len(plan.withdrawn)),
            ("same", tr("Items that stay as they are"), plan.same),
        )
        return [FieldLine(key, label, str(count)) for key, label, count in counts]

    @Slot(object)
    def _ask_file(self, files: Sequence[str]) -> None:
        names = [ChoiceRow(file, file.replace("\\", "/").rpartition("/")[2], _folder(file)) for file in files]
        if names:
            self._files.ask("file", tr("Which file?"), names)
        else:
            self._detail.setText(tr("There is no CSV file on a USB stick, in Downloads, Documents or on the desktop."))

    @Slot(str, str)
    def _begin(self, id: str, file: str) -> None:
        self._model.begin(file)


def _folder(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[0].rpartition("/")[2]


def _wrong_words(count: int) -> str:
    told = counted(
        "MenuEditing",
        "{file} can not be taken in: one place is wrong. Mend it and take it in again.",
        "{file} can not be taken in: {count} places are wrong. Mend them and take it in again.",
        count,
    )
    return told.replace("{count}", str(count))


def _problem_line(place: int, problem: ImportProblem) -> FieldLine:
    where = tr("Line {line}").format(line=problem.line) if problem.line else tr("The file")
    column = problem.column.partition(".")[0]
    label = f"{where} · {column}" if column else where
    wrong = heard(problem.wrong)
    words = tr("{wrong}. {remedy}.").format(wrong=wrong[:1].upper() + wrong[1:], remedy=heard(problem.remedy))
    if problem.slip is not None:
        words = slip_words(problem.slip)
    return FieldLine(str(place), label, "", (words,))
