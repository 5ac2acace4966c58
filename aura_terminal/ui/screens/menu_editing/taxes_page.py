"""The taxes in force, in words, and the way to change them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.tax import PricesAre, TaxRegime
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.screens.menu_editing.field_column import FieldColumn, FieldLine
from aura_terminal.ui.screens.menu_editing.words import QT_TRANSLATE_NOOP, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.menu_editing import MenuEditingModel

TALL = 52
NOTE = QT_TRANSLATE_NOOP(
    "MenuEditing",
    "What is ordered already keeps its tax. A change counts for what is ordered from then on; whether prices contain "
    "the tax, for orders opened later.",
)


class TaxesPage(QWidget):
    """Shows a MenuEditingModel's taxes; a tap on any of them, or the button, opens them."""

    def __init__(self, model: MenuEditingModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._said = Words(theme, "", Voice.STRONG)
        self._owner = Words(theme, "", Voice.WARNING)
        self._owner.setWordWrap(True)
        self._note = Words(theme, "", Voice.MUTED)
        self._note.setWordWrap(True)
        self._list = FieldColumn(theme, tr("Tax classes"))
        self._edit = Button(theme, tr("Change taxes"), kind=Kind.PRIMARY, icon="pencil")
        self._edit.keep_at_least(TALL, TALL)
        head = QHBoxLayout()
        head.addWidget(self._said, 1)
        head.addWidget(self._edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._owner)
        column.addWidget(self._note)
        column.addWidget(self._list, 1, Qt.AlignmentFlag(0))
        model.changed.connect(self._show)
        self._edit.clicked.connect(model.edit_taxes)
        self._list.tapped.connect(self._open)

    @Slot()
    def _show(self) -> None:
        rows = self._model.rows
        taxes = None if rows is None else rows.taxes
        if rows is None or taxes is None:
            return
        inclusive = taxes.terms.prices is PricesAre.INCLUSIVE
        self._said.setText(tr("Prices contain the tax.") if inclusive else tr("Tax comes on top of the prices."))
        self._note.setText(tr(NOTE))
        told = tr("{owner} keeps the taxes. Change them there; they arrive here by themselves.")
        self._owner.setText(told.format(owner=rows.tax_owner))
        self._owner.setVisible(bool(rows.tax_owner))
        self._edit.setVisible(not rows.tax_owner and self._model.may(Permission.EDIT_TAXES))
        self._list.show_lines([FieldLine(key, name, _rates(taxes, key)) for key, name in taxes.categories])

    @Slot(str)
    def _open(self, id: str) -> None:
        self._model.edit_taxes()


def _rates(taxes: TaxRegime, key: str) -> str:
    percents = {rate.id: f"{rate.percent.normalize():f} %" for rate in taxes.rates}
    said = []
    for rule in taxes.rules:
        if rule.tax_category == key:
            rates = " + ".join(percents[one] for one in rule.rates if one in percents) or tr("no tax")
            kind = "" if rule.order_type is None else f"{order_type_words(rule.order_type)}: "
            said.append(f"{kind}{rates}")
    return ", ".join(said)
