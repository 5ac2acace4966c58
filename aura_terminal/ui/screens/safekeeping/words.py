"""What the room of copies says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.language.formats import full_text
from aura_terminal.ui.phrases import office_words
from aura_terminal.ui.widgets.pill import PillRow, Tone
from aura_terminal.view_models.safekeeping import CopyCard, LastRestore, LossCard, Soundness

Local = Callable[[datetime], datetime]
MEGA = 1_000_000


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Safekeeping", words)


def size_words(size: int) -> str:
    """Bytes as people say them."""
    if size >= 1000 * MEGA:
        return f"{size / (1000 * MEGA):.1f} GB"
    return f"{size / MEGA:.1f} MB" if size >= MEGA else f"{max(1, size // 1000)} kB"


def when_words(moment: datetime) -> str:
    """A moment on the wall clock."""
    return full_text(moment)


def copy_title(card: CopyCard, local: Local) -> str:
    """When a copy was made, and where it is."""
    place = tr("on {place}").format(place=card.place) if card.place else tr("on this machine")
    return f"{when_words(local(card.made_at))}  ·  {place}"


def copy_detail(card: CopyCard, local: Local) -> str:
    """What a copy holds."""
    if not card.label:
        return tr("{size}. It can not be read as a copy of a store.").format(size=size_words(card.size))
    until = when_words(local(card.newest)) if card.newest else tr("nothing")
    words = tr("{label}: {orders} orders, {facts} facts, up to {until}  ·  {size}")
    return words.format(
        label=card.label, orders=f"{card.orders:,}", facts=f"{card.facts:,}", until=until, size=size_words(card.size)
    )


def soundness(card: CopyCard) -> PillRow:
    """Whether a copy was looked through."""
    words, icon, tone = {
        Soundness.UNKNOWN: (tr("Not checked"), "circle-question-mark", Tone.CALM),
        Soundness.SOUND: (tr("Checked, sound"), "shield-check", Tone.OK),
        Soundness.FAULTY: (tr("Faulty"), "shield-alert", Tone.LATE),
    }[card.soundness]
    return PillRow("sound", words, icon, tone)


def loss_lines(loss: LossCard, local: Local) -> list[str]:
    """What going back would take, what would be gone for good, and what happens then."""
    if not loss.facts:
        lines = [tr("This copy holds everything that is here.")]
    else:
        since = when_words(local(loss.oldest)) if loss.oldest else ""
        words = tr("Since then ({since}): {orders} orders, {payments} payments, {closings} closings were made here.")
        lines = [words.format(since=since, orders=loss.orders, payments=loss.payments, closings=loss.closings)]
    if loss.only_here:
        words = tr("{facts} facts are on this terminal only. They would be gone: save a sealed copy of them first.")
        lines.append(words.format(facts=f"{loss.only_here:,}"))
    for connector, count in loss.untold:
        words = tr("{office} was not told of {count} things yet. Let it be told, or save a sealed copy first.")
        lines.append(words.format(office=office_words(connector), count=count))
    if loss.facts and not loss.is_refused:
        lines.append(
            tr("All of it is held elsewhere: other terminals bring it back by themselves, a sealed copy by hand.")
        )
    if not loss.is_refused:
        lines.append(
            tr("The program ends, goes back and starts again. The store as it is now is kept in the quarantine folder.")
        )
        lines.append(tr("From then on this terminal has a new label, so that no number is given twice."))
    return lines


def last_words(last: LastRestore, local: Local) -> str:
    """How the last going back ended."""
    at = when_words(local(last.at))
    if last.refused:
        words = tr("{at}: it was not gone back to {copy}: {why}")
        return words.format(at=at, copy=last.copy, why=last.refused)
    words = tr("{at}: {by} went back to {copy}. The store before that is in {aside}.")
    return words.format(at=at, by=last.by or tr("somebody"), copy=last.copy, aside=last.aside)


def doing_words(doing: str, progress: tuple[str, int, int]) -> str:
    """What is under way, and how far."""
    words = {
        "back_up": tr("Copying the store"),
        "check": tr("Checking the copy"),
        "inspect": tr("Checking this store"),
        "seal": tr("Writing a sealed copy"),
        "loss": tr("Comparing the copy with this store"),
        "restore": tr("Ending the program"),
    }.get(doing, "")
    stage, done, whole = progress
    if doing == "back_up" and stage == "checking":
        words = tr("Checking the copy")
    return f"{words} … {100 * done // whole} %" if whole and words else (f"{words} …" if words else "")
