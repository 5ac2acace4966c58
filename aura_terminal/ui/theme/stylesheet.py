"""The one stylesheet of the application: Qt's own inputs, tables and scroll bars. Our widgets paint themselves."""

from string import Template

from aura_terminal.ui.theme.look import Look

SHEET = Template("""
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit, QTimeEdit, QDateTimeEdit {
  background: #$bg; color: #$text; border: 1px solid #$outline_strong; border-radius: ${key}px;
  padding: 0 ${large}px; min-height: 46px; selection-background-color: #$primary; selection-color: #$on_primary;
}
SearchField { border-color: #$outline_strong; }
QLineEdit[hasty="true"] { min-height: 62px; }
QLineEdit[hasty="true"]:focus { min-height: 60px; }
QPlainTextEdit, QTextEdit { padding: ${small}px ${large}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
QDateEdit:focus, QTimeEdit:focus, QDateTimeEdit:focus { border: 2px solid #$primary_text; min-height: 44px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: #$disabled; border-color: #$outline; }
QComboBox::drop-down { border: none; width: 48px; }
QComboBox QAbstractItemView {
  background: #$surface2; color: #$text; border: 1px solid #$outline_strong; outline: none;
}
QComboBox QAbstractItemView::item { min-height: 48px; padding: 0 ${large}px; }
QCheckBox, QRadioButton { spacing: ${medium}px; min-height: 48px; color: #$text; }
QCheckBox::indicator, QRadioButton::indicator { width: 24px; height: 24px; border: 2px solid #$outline_strong; }
QCheckBox::indicator { border-radius: ${tag}px; }
QRadioButton::indicator { border-radius: 14px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { background: #$primary; border-color: #$primary_text; }
QCheckBox:focus, QRadioButton:focus { color: #$primary_text; }
QTableView, QTreeView {
  background: #$surface1; color: #$text; border: 1px solid #$outline; border-radius: ${key}px;
  gridline-color: #$outline;
  selection-background-color: #$selected; selection-color: #$text; outline: none;
}
QTableView:focus, QTreeView:focus { border: 2px solid #$primary_text; }
QHeaderView { background: #$surface1; }
QHeaderView::section {
  background: #$surface1; color: #$muted; border: none; border-bottom: 1px solid #$outline;
  padding: ${small}px; min-height: 28px;
}
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: #$outline_strong; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 44px; }
QScrollBar::handle:horizontal { min-width: 48px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: #$inverse; color: #$on_inverse; border: none; padding: ${tight}px; }
""")


def stylesheet(look: Look) -> str:
    """The sheet with this look's colours and lengths filled in."""
    roles = look.tokens.colors
    return SHEET.substitute(
        bg=roles.bg,
        surface1=roles.surface1,
        surface2=roles.surface2,
        text=roles.text,
        muted=roles.muted,
        disabled=roles.disabled,
        outline=roles.outline,
        outline_strong=roles.outline_strong,
        primary=roles.primary,
        on_primary=roles.on_primary,
        primary_text=roles.primary_text,
        inverse=roles.inverse,
        on_inverse=roles.on_inverse,
        selected=look.shade.selected_line.name().removeprefix("#"),
        key=look.radii.key,
        tag=look.radii.tag,
        tight=look.spacing.tight,
        small=look.spacing.small,
        medium=look.spacing.medium,
        large=look.spacing.large,
    )
