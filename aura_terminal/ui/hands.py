"""Which way a row of parts runs for the hand that works it."""

from PySide6.QtWidgets import QBoxLayout

from aura_terminal.view_models.screen_choices import Hand


def toward(hand: Hand) -> QBoxLayout.Direction:
    """In reading order for the right hand, the other way round for the left."""
    return QBoxLayout.Direction.LeftToRight if hand is Hand.RIGHT else QBoxLayout.Direction.RightToLeft
