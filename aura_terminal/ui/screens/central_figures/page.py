"""The room in which reports of back offices stand beside our own figures, the differences in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from aura_terminal.domain.central_sheet import SheetId
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.ui.language.formats import date_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.central_figures.words import (
    difference_words,
    figure_name,
    span_words,
    title_of,
    tr,
    value_words,
)
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.chips import ChipRow, Chips, ChipSize
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.page_edges import Head
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.report_table import ReportTable, TableRow
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.central_figures import CentralFiguresModel

if TYPE_CHECKING:
    from aura_terminal.view_models.central_figures import Beside, ComparedSheet

FIGURES = (False, True, True, True)


class CentralFiguresPage(RoomPage):
    """One report at a time, chosen by chips."""

    def __init__(self, model: CentralFiguresModel, theme: Theme, money: MoneyText) -> None:
        super().__init__(theme, Ground.CANVAS, model.showing)
        self.model = self._model = model
        self._theme, self._money = theme, money
        self._title = Words(theme, tr("Back office figures"), Voice.TITLE)
        self._span = Words(theme, "", Voice.MUTED)
        self._chips = Chips(theme, tr("Reports of back offices"), ChipSize.ROOM)
        self._differing = Strip(theme, self)
        self._nothing = Words(theme, tr("No back office has told a report yet."), Voice.MUTED)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._table = ReportTable(theme, tr("Their figures beside ours"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Back office figures"))
        self._arrange()
        self._chips.chosen.connect(lambda id_: model.choose(SheetId(id_)))
        model.changed.connect(self._show)
        model.refused.connect(self._refuse)
        self._show()

    def _arrange(self) -> None:
        head = Head(self._theme, self._title)
        head.bar.addStretch(1)
        head.bar.addWidget(self._span)
        reports = Panel(self._theme, Ground.PANEL, Edge.BOTTOM)
        row = QHBoxLayout(reports)
        row.setContentsMargins(14, 6, 14, 6)
        row.addWidget(self._chips)
        self._reports = reports
        below = QVBoxLayout()
        below.setContentsMargins(14, 10, 14, 10)
        below.addWidget(self._nothing, 1)
        below.addWidget(self._table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (head, reports, self._differing):
            whole.addWidget(part)
        whole.addLayout(below, 1)

    @Slot()
    def _show(self) -> None:
        sheets, compared = self._model.sheets, self._model.compared
        self._reports.setVisible(len(sheets) > 1)
        self._chips.show_rows(tuple(ChipRow(one.id, title_of(one.connector, one.report)) for one in sheets))
        self._nothing.setVisible(compared is None)
        self._table.setVisible(compared is not None)
        self._span.setVisible(compared is not None)
        if compared is None:
            self._title.setText(tr("Back office figures"))
            self._differing.say("", "triangle-alert", Tone.WARN)
            return
        sheet = compared.sheet
        self._chips.select(sheet.id)
        self._title.setText(title_of(sheet.connector, sheet.report))
        self._span.setText(span_words(sheet.first, sheet.last, self._model.local(sheet.said_at)))
        self._differing.say(self._words(compared), "triangle-alert", Tone.WARN)
        headings = (tr("Figure"), tr("They say"), tr("We say"), tr("Difference"))
        self._table.show_table(headings, FIGURES, self._rows(compared))

    def _words(self, compared: ComparedSheet) -> str:
        if not compared.differing:
            return ""
        words = tr("{count} of their figures are not ours. What is still waiting to be told may be missing there.")
        return words.format(count=compared.differing)

    def _rows(self, compared: ComparedSheet) -> tuple[TableRow, ...]:
        rows = [self._row(figure_name(one.figure.name), one) for one in compared.figures]
        for each in compared.rows:
            name = each.row.name if each.row.day is None else date_text(each.row.day)
            rows.append(TableRow((name, "", "", ""), is_sum=True))
            rows += [self._row(f"    {figure_name(one.figure.name)}", one) for one in each.figures]
        return tuple(rows)

    def _row(self, name: str, one: Beside) -> TableRow:
        money = self._money
        difference = difference_words(one.difference, money) if one.is_different else ""
        return TableRow((name, value_words(one.theirs, money), value_words(one.ours, money), difference))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))
