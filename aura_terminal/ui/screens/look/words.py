"""What the page of this screen says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.widgets.form import Change, FormRow
from aura_terminal.view_models.screen_choices import Hand, ScreenChoicesModel


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("LookScreen", words)


def theme_words(name: str) -> str:
    """What a theme is called; one that a shop added is called by its file."""
    return {"night": tr("Night"), "day": tr("Day"), "high_contrast": tr("High contrast")}.get(name, name)


def theme_use(name: str) -> str:
    """Where a theme is at home."""
    return {
        "night": tr("Kitchen, bar, evening"),
        "day": tr("Bright counters"),
        "high_contrast": tr("For tired or weak eyes"),
    }.get(name, "")


def form_rows(model: ScreenChoicesModel) -> tuple[FormRow, ...]:
    """The settings below the themes."""
    choice = model.choice
    later = (
        tr("Holds when this screen is opened again.") if model.is_due else tr("Everything grows: words and buttons.")
    )
    hands = {Hand.RIGHT: tr("Right hand"), Hand.LEFT: tr("Left hand")}
    percent = tr("{number} %")
    return (
        FormRow("scale", tr("Size"), percent.format(number=choice.scale), Change.STEP, later),
        FormRow("hand", tr("Order and number keys"), hands[choice.hand], Change.OPEN,
                tr("They stand on the side of the hand that works here.")),
        FormRow("volume", tr("Sounds"), percent.format(number=choice.volume) if choice.volume else tr("Silent"),
                Change.STEP, tr("Whatever is heard is seen as well.")),
    )  # fmt: skip
