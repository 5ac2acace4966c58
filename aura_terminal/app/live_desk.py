"""The live desk on this terminal's screens: every word between them and the node passes here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from aura_terminal.view_models.live import Answer, LiveModel, Part, Question, Trouble
from sync.node.live_words import encode_ask
from sync.reconcile.live import LiveAsk, LiveKind, LivePart

if TYPE_CHECKING:
    from aura_terminal.app.supervisor import NodeSupervisor


class LiveDesk(QObject):
    """Carries questions to the node and answers back; without a node every question fails at once."""

    def __init__(self, supervisor: NodeSupervisor | None, parent: QObject) -> None:
        super().__init__(parent)
        self.model = LiveModel(self)
        self._supervisor = supervisor
        self.model.asked.connect(self._ask)
        if supervisor is not None:
            supervisor.live_heard.connect(self._hear)

    @Slot(object)
    def _ask(self, question: Question) -> None:
        ask = LiveAsk(question.ask_id, question.office, question.about, question.words, question.thread)
        if self._supervisor is None or not self._supervisor.ask_live(encode_ask(ask)):
            QTimer.singleShot(0, self, lambda: self.model.fail(question))

    @Slot(object)
    def _hear(self, part: LivePart) -> None:
        failed = part.kind is LiveKind.FAILED
        trouble = Trouble(part.words) if failed else None
        words = "" if failed else part.words
        self.model.hear(Answer(part.ask_id, Part(part.kind.value), words, part.thread, trouble, part.seconds))
