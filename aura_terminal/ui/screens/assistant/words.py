"""The assistant in people's words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.marked import QT_TRANSLATE_NOOP
from aura_terminal.ui.phrases import office_words
from aura_terminal.view_models.assistant import AssistantModel, Said, Way, Who
from aura_terminal.view_models.live import Trouble

TROUBLES: Mapping[Trouble, str] = {
    Trouble.UNREACHED: QT_TRANSLATE_NOOP("Assistant", "It cannot be reached. It answers online only."),
    Trouble.CUT: QT_TRANSLATE_NOOP("Assistant", "The line was cut. Something may be missing: ask again."),
    Trouble.TOO_MANY: QT_TRANSLATE_NOOP("Assistant", "It takes ten questions a minute. Ask again in {seconds} s."),
    Trouble.REFUSED: QT_TRANSLATE_NOOP("Assistant", "It does not answer this account."),
    Trouble.SIGNED_OUT: QT_TRANSLATE_NOOP("Assistant", "The back office does not accept the account. Look at F5."),
    Trouble.UNREADABLE: QT_TRANSLATE_NOOP("Assistant", "What it said cannot be read."),
    Trouble.NOT_OFFERED: QT_TRANSLATE_NOOP("Assistant", "This terminal does not speak with that back office."),
}


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Assistant", words)


def title_words(model: AssistantModel) -> str:
    """Whose assistant it is."""
    return tr("{office}'s assistant — online only").format(office=office_words(model.office))


def warning_words() -> str:
    """What happens to what is written here."""
    return tr("What is written goes to the back office and is kept nowhere here. Name no guests.")


def state_words(model: AssistantModel) -> str:
    """What happens now."""
    is_coming = bool(model.said) and not model.said[-1].is_whole
    if model.is_writing or model.is_waiting:
        return tr("It writes …") if model.is_writing or is_coming else tr("Asked; waits for the answer …")
    return tr("Goes on in the same thread.") if model.way is Way.THREAD else ""


def said_words(model: AssistantModel) -> str:
    """Everything in sight, the oldest first."""
    return "\n\n".join(map(_words, model.said))


def _words(said: Said) -> str:
    who = tr("You") if said.who is Who.US else tr("Assistant")
    words = said.words if said.trouble is None else tr(TROUBLES[said.trouble]).format(seconds=said.seconds)
    return f"{who}:\n{words}{'' if said.is_whole else ' …'}"
