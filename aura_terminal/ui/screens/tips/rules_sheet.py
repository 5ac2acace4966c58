"""The rules for sharing tips: who puts theirs together, by what, and what one job hands to others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.screens.tips.words import tr, weight_words
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.tips import TipOut, TipPool, TipRules, TipsModel, TipSpan, TipWeight

PERCENTS = (5, 10, 15, 20)
LIST_TALL = 140


class TipRulesSheet(Sheet):
    """One pool and one tip-out, chosen by tapping; rules with more of them stay as they are until something is tapped.

    A job in the pool shares; a job that is tapped as a giver hands on, everybody else who is tapped in the second list
    takes.
    """

    def __init__(self, model: TipsModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, tr("Rules for sharing tips"), tr("Not now"), 860, 680)
        self._model, self._theme = model, theme
        self._rules, self._jobs = TipRules(), tuple[str, ...]()
        self._pool = ChoiceList(theme, tr("Who puts tips together"), Picking.MANY)
        self._weight = Chips(theme, tr("Shared by"))
        self._span = Chips(theme, tr("Shared with"))
        self._takers = ChoiceList(theme, tr("Who else gets a part"), Picking.MANY)
        self._percent = Chips(theme, tr("How much they hand on"))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        lists = QHBoxLayout()
        lists.setSpacing(14)
        for heading, widget in (
            (tr("These put their tips together"), self._pool), (tr("Before that they hand a part to"), self._takers),
        ):  # fmt: skip
            side = QVBoxLayout()
            title = Words(theme, heading, Voice.HEADING)
            title.setWordWrap(True)
            side.addWidget(title)
            widget.setMinimumHeight(LIST_TALL)
            side.addWidget(widget, 1)
            lists.addLayout(side, 1)
        column.addLayout(lists, 1)
        for heading, chips in (
            (tr("That part of their tips is"), self._percent), (tr("What is put together is shared"), self._weight),
            (tr("with"), self._span),
        ):  # fmt: skip
            column.addWidget(Words(theme, heading, Voice.HEADING))
            column.addWidget(chips)
        self.set_content(content)
        keep = Button(theme, tr("Keep these rules"), kind=Kind.PRIMARY, icon="check")
        keep.keep_at_least(240, 60)
        keep.clicked.connect(self._keep)
        self.set_actions(keep)
        self._pool.tapped.connect(self._toggle_pool)
        self._takers.tapped.connect(self._toggle_taker)
        self._weight.chosen.connect(self._weigh)
        self._span.chosen.connect(self._reach)
        self._percent.chosen.connect(self._hand_on)

    def ask(self, rules: TipRules, jobs: tuple[str, ...]) -> None:
        """Open with the rules in force, over the jobs there are."""
        self._rules, self._jobs = rules, jobs
        self._show()
        self.open()

    @property
    def _sharers(self) -> tuple[str, ...]:
        return self._rules.pools[0].jobs if self._rules.pools else ()

    @property
    def _out(self) -> TipOut | None:
        return self._rules.tip_outs[0] if self._rules.tip_outs else None

    def _show(self) -> None:
        pool = self._rules.pools[0] if self._rules.pools else None
        takers = self._out.to_jobs if self._out is not None else ()
        percent = f"{self._out.percent.normalize():f}" if self._out is not None else "0"
        self._pool.show_rows([ChoiceRow(job, job, quantity=int(job in self._sharers)) for job in self._jobs])
        others = [job for job in self._jobs if job not in self._sharers]
        self._takers.show_rows([ChoiceRow(job, job, quantity=int(job in takers)) for job in others])
        weight = TipWeight.HOURS if pool is None else pool.weight
        self._weight.show_rows([ChipRow(one.value, weight_words(one)) for one in TipWeight])
        self._weight.select(weight.value)
        spans = ((TipSpan.DAY, tr("all who worked on the day")), (TipSpan.SHIFT, tr("those on the same shift")))
        self._span.show_rows([ChipRow(span.value, words) for span, words in spans])
        self._span.select(self._rules.span.value)
        known = sorted({*map(str, PERCENTS), percent} - {"0"}, key=Decimal)
        self._percent.show_rows([ChipRow(one, f"{one} %") for one in known])
        self._percent.select(percent)

    @Slot(str)
    def _toggle_pool(self, job: str) -> None:
        sharers = _toggled(self._sharers, job)
        weight = self._rules.pools[0].weight if self._rules.pools else TipWeight.HOURS
        pools = (TipPool(tr("Pool"), sharers, weight),) if sharers else ()
        out = self._out
        takers = () if out is None else tuple(one for one in out.to_jobs if one not in sharers)
        self._rules = replace(self._rules, pools=pools)
        self._put_out(takers, out.percent if out is not None else Decimal(PERCENTS[1]))

    @Slot(str)
    def _toggle_taker(self, job: str) -> None:
        out = self._out
        takers = _toggled(() if out is None else out.to_jobs, job)
        self._put_out(takers, out.percent if out is not None else Decimal(PERCENTS[1]))

    @Slot(str)
    def _weigh(self, weight: str) -> None:
        pools = tuple(replace(pool, weight=TipWeight(weight)) for pool in self._rules.pools)
        self._rules = replace(self._rules, pools=pools)
        self._show()

    @Slot(str)
    def _reach(self, span: str) -> None:
        self._rules = replace(self._rules, span=TipSpan(span))
        self._show()

    @Slot(str)
    def _hand_on(self, percent: str) -> None:
        if self._out is not None:
            self._put_out(self._out.to_jobs, Decimal(percent))

    def _put_out(self, takers: tuple[str, ...], percent: Decimal) -> None:
        outs = (TipOut(self._sharers, takers, percent),) if takers and self._sharers else ()
        self._rules = replace(self._rules, tip_outs=outs)
        self._show()

    @Slot()
    def _keep(self) -> None:
        self.close_sheet()
        self._model.put_rules(self._rules)


def _toggled(jobs: tuple[str, ...], job: str) -> tuple[str, ...]:
    return tuple(one for one in jobs if one != job) if job in jobs else (*jobs, job)
