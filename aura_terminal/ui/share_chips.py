"""The shares of a bill beside the money: a pill for each, a tick on those that are paid, one whose turn it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aura_terminal.domain.ids import ShareId
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.share_words import share_detail, share_name
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.view_models.payment import PaymentModel
from aura_terminal.view_models.rows import ShareRow

translate = QCoreApplication.translate
PAID = "✓ "


class ShareChips(QWidget):
    """Shows the shares of a PaymentModel's order; hidden where the bill is one.

    A tap on a share chooses it for the next payment; `print_wanted(share_id)` asks for the paper of the one chosen:
    its check, or of a paid one its receipt.
    """

    print_wanted = Signal(str)

    def __init__(self, payment: PaymentModel, theme: Theme, money: MoneyText) -> None:
        super().__init__()
        self._payment, self._money = payment, money
        self._looked_at = ""
        self._chips = Chips(theme, translate("Sharing", "Checks"))
        self._paper = Button(theme, "", icon="printer")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(self._chips, 1)
        line.addWidget(self._paper)
        self._chips.chosen.connect(self._choose)
        self._paper.clicked.connect(self._print)
        payment.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        shares = self._payment.shares
        self.setVisible(bool(shares))
        chosen = self._chosen()
        self._chips.show_rows([self._row(share) for share in shares])
        if chosen is not None:
            self._chips.select(chosen.share_id)
            words = translate("Sharing", "Receipt") if chosen.is_paid else translate("Sharing", "Print check")
            self._paper.show_words(words)

    def _chosen(self) -> ShareRow | None:
        looked = next((one for one in self._payment.shares if one.share_id == self._looked_at and one.is_paid), None)
        return looked or self._payment.share

    def _row(self, share: ShareRow) -> ChipRow:
        name, detail = share_name(share), share_detail(share, self._money)
        count = self._money.amount(share.paid if share.is_paid else share.due)
        return ChipRow(share.share_id, f"{PAID if share.is_paid else ''}{name}", count, f"{name}, {detail}")

    @Slot(str)
    def _choose(self, share_id: str) -> None:
        share = next((one for one in self._payment.shares if one.share_id == share_id), None)
        self._looked_at = share_id if share is not None and share.is_paid else ""
        if share is not None and not share.is_paid:
            self._payment.choose_share(ShareId(share_id))
        else:
            self._show()

    @Slot()
    def _print(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.print_wanted.emit(chosen.share_id)
