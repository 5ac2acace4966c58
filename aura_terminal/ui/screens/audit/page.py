"""The audit: what people did, as it is looked for; the proof that nothing of it was altered."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.audit import KEPT, Topic
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.language.formats import clock_text, moment_text, stamp_text
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.audit.record_list import RecordList, RecordRow
from aura_terminal.ui.screens.audit.words import name_of, topic_words, words_of
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.page_edges import Side, stand_beside
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.search_field import SearchField
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.audit import AuditModel, AuditRow, Checked

SIDE, SIDE_NARROW, TALL = 300, 224, 56
EXCEPTIONS, APPROVED, EVERYTHING = "", "approved", "everything"
DAYS: dict[str, int | None] = {"today": 0, "week": 6, "month": 30, "all": None}
TYPING_MILLISECONDS = 250
MOST_BROKEN = 8


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("AuditPage", words)


class AuditPage(RoomPage):
    """Filters above, what was found below; at the side who and where, and the proof."""

    def __init__(self, model: AuditModel, theme: Theme, money: MoneyText) -> None:
        super().__init__(theme, sleeper=model)
        self._model, self._theme, self._money = model, theme, money
        self._search = SearchField(theme, tr("Reason, item, order, amount"))
        self._keys = Button(theme, icon="keyboard", say=tr("Type on the screen"))
        self._topics = Chips(theme, tr("What to look for"))
        self._when = Chips(theme, tr("When"))
        self._list = RecordList(theme, tr("What people did"))
        self._nothing = Words(theme, tr("Nothing of that kind was done."), Voice.MUTED)
        self._who = Button(theme, tr("Who: anybody"), icon="user")
        self._where = Button(theme, tr("Where: anywhere"), icon="monitor")
        self._check = Button(theme, tr("Check every fact"), icon="shield-check")
        self._file = Button(theme, tr("Write a signed file"), icon="download")
        self._progress = Strip(theme)
        self._taking = Words(theme, "", Voice.MUTED)
        self._proved = Words(theme, "", Voice.BODY)
        self._side = Side(theme, SIDE, SIDE_NARROW)
        self._sheet: Sheet | None = None
        self._text: TextSheet | None = None
        self._typing = QTimer(self, interval=TYPING_MILLISECONDS, singleShot=True)
        self.setAccessibleName(tr("Audit"))
        self._arrange()
        self._bind()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.fit(self.width())

    @property
    def model(self) -> AuditModel:
        """What it shows."""
        return self._model

    def _arrange(self) -> None:
        canvas = Panel(self._theme, Ground.CANVAS)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._search, 1)
        head.addWidget(self._keys)
        column = QVBoxLayout(canvas)
        column.setContentsMargins(14, 14, 6, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._topics)
        column.addWidget(self._when)
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        self._side.offer(180, TALL, self._who, self._where, self._check, self._file)
        self._side.column.addWidget(self._progress)
        self._side.say(self._proved, self._taking)
        self._side.column.addStretch(1)
        stand_beside(self, canvas, self._side)
        chips = [ChipRow(EXCEPTIONS, tr("Exceptions")), ChipRow(APPROVED, tr("Approvals"))]
        chips += [ChipRow(topic.value, topic_words(topic)) for topic in Topic if topic in KEPT]
        self._topics.show_rows([*chips, ChipRow(EVERYTHING, tr("Everything"))])
        self._topics.select(EXCEPTIONS)
        names = (tr("Today"), tr("7 days"), tr("31 days"), tr("All days"))
        self._when.show_rows([ChipRow(each, name) for each, name in zip(DAYS, names, strict=True)])
        self._when.select("all")

    def _bind(self) -> None:
        model = self._model
        self._typing.timeout.connect(self._look_for_words)
        self._search.textEdited.connect(self._typing.start)
        self._keys.clicked.connect(self._ask_words)
        self._topics.chosen.connect(self._choose_topic)
        self._when.chosen.connect(self._choose_days)
        self._list.end_reached.connect(model.more)
        self._list.tapped.connect(self._open)
        self._who.clicked.connect(self._ask_who)
        self._where.clicked.connect(self._ask_where)
        self._check.clicked.connect(model.check)
        self._file.clicked.connect(model.write)
        self._progress.tapped.connect(model.work.stop)
        model.changed.connect(self._show)
        model.refused.connect(self._refuse)
        model.failed.connect(self.say_heard)
        model.written.connect(self._say_written)
        model.order_told.connect(self._show_order)

    @Slot()
    def _show(self) -> None:
        model = self._model
        self._list.show_rows([self._row(row) for row in model.rows])
        self._nothing.setVisible(not model.rows)
        busy = model.work.is_busy
        self._check.setEnabled(not busy)
        self._file.setEnabled(not busy)
        self._progress.say(_progress_words(*model.progress) if busy else "", "hourglass", Tone.INFO, tr("Stop"))
        self._taking.setText(self._taking_words())
        if model.checked is not None:
            self._proved.setText(self._proof_words(model.checked))
            self._proved.speak(Voice.REFUSAL if model.checked.broken else Voice.SAVING)
        else:
            self._proved.setText("")
        query = model.query
        who = tr("anybody") if query.who is None else name_of(query.who, model.names)
        self._who.show_words(tr("Who: {name}").format(name=who))
        self._where.show_words(tr("Where: {name}").format(name=query.terminal or tr("anywhere")))

    def _row(self, row: AuditRow) -> RecordRow:
        at = self._model.local(row.at)
        when = clock_text(at) if at.date() == self._model.today else moment_text(at)
        amount = self._money.amount(row.amount) if row.amount is not None else ""
        return RecordRow(f"{row.origin}/{row.seq}", when, row.terminal, words_of(row, self._model.names), amount)

    def _taking_words(self) -> str:
        reached = self._model.reached
        if reached is None or reached.is_all:
            return ""
        part = 100 * reached.read // max(1, reached.of)
        return tr("Still reading the journal: {percent} %. Older entries follow.").format(percent=part)

    def _proof_words(self, checked: Checked) -> str:
        if not checked.broken:
            return tr("{count} facts, each as it was written.").format(count=f"{checked.facts:,}")
        said = [tr("Not as it was written, {count}:").format(count=len(checked.broken))]
        for one in checked.broken[:MOST_BROKEN]:
            at = "" if one.at is None else stamp_text(self._model.local(one.at))
            place = tr("fact {seq} of {terminal}").format(seq=one.seq, terminal=one.terminal or one.origin[-6:])
            said.append(": ".join((" ".join(filter(None, (place, at))), heard(one.what))))
        return "\n".join(said)

    @Slot(str)
    def _choose_topic(self, chosen: str) -> None:
        named = chosen in {topic.value for topic in Topic}
        self._model.ask(
            replace(
                self._model.query, topics=frozenset({Topic(chosen)}) if named else frozenset(),
                only_approved=chosen == APPROVED, is_everything=chosen == EVERYTHING,
            )
        )  # fmt: skip

    @Slot(str)
    def _choose_days(self, chosen: str) -> None:
        self._model.days(DAYS[chosen])

    @Slot()
    def _look_for_words(self) -> None:
        self._model.ask(replace(self._model.query, text=self._search.text().strip()))

    @Slot()
    def _ask_words(self) -> None:
        if self._text is None:
            self._text = TextSheet(self._theme, self)
            self._text.written.connect(self._write_words)
        self._text.ask("text", tr("What to look for"), self._search.text())

    @Slot(str, str)
    def _write_words(self, _id: str, words: str) -> None:
        self._search.setText(words)
        self._look_for_words()

    @Slot()
    def _ask_who(self) -> None:
        query, names = self._model.query, self._model.names
        people = sorted(names.items(), key=lambda one: one[1])
        rows = [ChoiceRow("", tr("Anybody"), quantity=int(query.who is None))]
        rows += [ChoiceRow(id, name, quantity=int(id == query.who)) for id, name in people]
        rows.append(ChoiceRow("system", name_of("system", names), quantity=int(query.who == "system")))
        self._choose(tr("Who"), rows, "who")

    @Slot()
    def _ask_where(self) -> None:
        here = self._model.query.terminal
        rows = [ChoiceRow("", tr("Anywhere"), quantity=int(not here))]
        rows += [ChoiceRow(name, name, quantity=int(name == here)) for name in self._model.terminals]
        self._choose(tr("Where"), rows, "where")

    def _choose(self, title: str, rows: list[ChoiceRow], what: str) -> None:
        sheet = self._opened(title)
        choices = ChoiceList(self._theme, title, Picking.ONE)
        choices.setMinimumHeight(260)
        choices.show_rows(rows)
        choices.tapped.connect(partial(self._chosen, what))
        sheet.set_content(choices)
        sheet.open()

    def _chosen(self, what: str, id: str) -> None:
        self._opened("").close_sheet()
        query = self._model.query
        self._model.ask(
            replace(query, who=StaffId(id) if id else None) if what == "who" else replace(query, terminal=id)
        )

    @Slot(str)
    def _open(self, id: str) -> None:
        """What a row says in full: every value it has, and where in the journal it stands."""
        row = next((one for one in self._model.rows if f"{one.origin}/{one.seq}" == id), None)
        if row is None:
            return
        sheet = self._opened(topic_words(row.topic))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setSpacing(8)
        at = self._model.local(row.at)
        lines = [
            (words_of(row, self._model.names), Voice.HEADING),
            (
                f"{stamp_text(at)}   {row.terminal}   {name_of(row.actor, self._model.names)}",
                Voice.BODY,
            ),
            *((f"{key.replace('_', ' ')}: {value}", Voice.MUTED) for key, value in sorted(row.details.items())[:14]),
            (tr("Fact {seq} of {origin}").format(seq=row.seq, origin=row.origin), Voice.SMALL),
        ]
        for words, voice in lines:
            line = Words(self._theme, words, voice)
            line.setWordWrap(True)
            column.addWidget(line)
        column.addStretch(1)
        sheet.set_content(content)
        if row.order_id is not None:
            whole = Button(self._theme, tr("All of order {number}").format(number=row.order_number), icon="history")
            whole.keep_at_least(240, TALL)
            whole.clicked.connect(partial(self._model.open_order, row.order_id))
            sheet.set_actions(whole)
        sheet.open()

    @Slot(object)
    def _show_order(self, rows: tuple[AuditRow, ...]) -> None:
        """Everything that was done with one order, oldest first."""
        number = next((row.order_number for row in rows if row.order_number), "")
        sheet = self._opened(tr("Order {number}").format(number=number))
        story = RecordList(self._theme, tr("What was done with the order"))
        story.show_rows([self._row(row) for row in rows])
        sheet.set_content(story)
        sheet.open()

    def _opened(self, title: str) -> Sheet:
        if self._sheet is None:
            self._sheet = Sheet(self._theme, self, "", tr("Close"), 760, 600)
        self._sheet.set_title(title)
        self._sheet.set_actions()
        return self._sheet

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))

    @Slot(str, int)
    def _say_written(self, file: str, facts: int) -> None:
        self.said.emit(tr("{count} facts, signed: {file}").format(count=f"{facts:,}", file=file))


def _progress_words(done: int, whole: int) -> str:
    if not whole:
        return tr("Looking …")
    return tr("{done} of {whole} facts").format(done=f"{done:,}", whole=f"{whole:,}")
