"""The code for a new terminal, large enough to be read across a counter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.screens.terminals.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.pairing import PairingModel


class PairSheet(Sheet):
    """Shows a PairingModel while a code is good; closing it does not end the code. `label` is one nobody has yet."""

    def __init__(self, pairing: PairingModel, theme: Theme, label: str, host: QWidget) -> None:
        super().__init__(theme, host, tr("Add a terminal"), tr("Close"), 720, 420)
        self._pairing, self._label = pairing, label
        self._code = Words(theme, "", Voice.CLOCK)
        self._left = Words(theme, "", Voice.STRONG)
        lines = (
            self._code,
            self._left,
            Words(theme, tr("On the new machine, with the label it is to have:"), Voice.MUTED),
            Words(theme, "", Voice.STRONG),
            Words(
                theme, tr("The code is good for one terminal. Both must be on the network of this store."), Voice.MUTED
            ),
        )
        self._how = lines[3]
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(12)
        for line in lines:
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.setWordWrap(True)
            column.addWidget(line)
        column.addStretch(1)
        self.set_content(content)
        pairing.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        code, seconds = self._pairing.code, self._pairing.seconds
        self._code.setText(code or "…")
        words = tr("Good for {minutes}:{seconds} more").format(minutes=seconds // 60, seconds=f"{seconds % 60:02d}")
        self._left.setText(words if code else tr("There is no code any more. Close this and ask for another one."))
        self._how.setText(f"aura-terminal pair --code {code or '…'} --label {self._label}")
