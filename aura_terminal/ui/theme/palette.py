"""Tokens as a QPalette, for everything Qt paints by itself."""

from PySide6.QtGui import QPalette

from aura_terminal.ui.theme.look import Look

Group = QPalette.ColorGroup
Role = QPalette.ColorRole


def palette(look: Look) -> QPalette:
    """Every colour role a Fusion control reads, in all three groups."""
    color = look.color
    made = QPalette()
    for role, value in (
        (Role.Window, color.bg),
        (Role.WindowText, color.text),
        (Role.Base, color.bg),
        (Role.AlternateBase, color.surface1),
        (Role.Text, color.text),
        (Role.PlaceholderText, color.muted),
        (Role.Button, color.key),
        (Role.ButtonText, color.text),
        (Role.BrightText, color.late_text),
        (Role.Highlight, color.primary),
        (Role.HighlightedText, color.on_primary),
        (Role.Accent, color.primary),
        (Role.Link, color.primary_text),
        (Role.LinkVisited, color.violet),
        (Role.ToolTipBase, color.inverse),
        (Role.ToolTipText, color.on_inverse),
        (Role.Light, color.surface3),
        (Role.Midlight, color.surface3),
        (Role.Mid, color.outline),
        (Role.Dark, color.outline_strong),
        (Role.Shadow, color.scrim),
    ):
        made.setColor(role, value)
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        made.setColor(Group.Disabled, role, color.disabled)
    return made
