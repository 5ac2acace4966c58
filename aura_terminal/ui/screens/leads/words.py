"""Inquiries in people's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.leads import Entry, LeadCalled, LeadConverted, LeadLost, LeadNoted, LeadReopened
from aura_terminal.ui.language.formats import moment_text
from aura_terminal.ui.marked import QT_TRANSLATE_NOOP
from aura_terminal.ui.phrases import office_words
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.view_models.leads import Consent, LeadRow, LeadsModel, LeadStatus, Reached

DOT = "  ·  "
STATUSES: Mapping[LeadStatus, str] = {
    LeadStatus.NEW: QT_TRANSLATE_NOOP("Leads", "new"),
    LeadStatus.CALLED: QT_TRANSLATE_NOOP("Leads", "called"),
    LeadStatus.CONVERTED: QT_TRANSLATE_NOOP("Leads", "a guest now"),
    LeadStatus.LOST: QT_TRANSLATE_NOOP("Leads", "lost"),
}
CALLS: Mapping[Reached, str] = {
    Reached.SPOKEN: QT_TRANSLATE_NOOP("Leads", "Spoke to them"),
    Reached.NO_ANSWER: QT_TRANSLATE_NOOP("Leads", "No answer"),
    Reached.LEFT_WORD: QT_TRANSLATE_NOOP("Leads", "Left word"),
}
OCCASIONS: Mapping[str, str] = {
    "birthday": QT_TRANSLATE_NOOP("Leads", "Birthday"),
    "wedding": QT_TRANSLATE_NOOP("Leads", "Wedding"),
    "corporate": QT_TRANSLATE_NOOP("Leads", "Company"),
    "anniversary": QT_TRANSLATE_NOOP("Leads", "Anniversary"),
    "other": QT_TRANSLATE_NOOP("Leads", "Other"),
}


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Leads", words)


def occasion_words(occasion: str) -> str:
    """What a party is for; a word nobody knows here as it came."""
    return tr(OCCASIONS[occasion]) if occasion in OCCASIONS else occasion


def list_rows(model: LeadsModel) -> list[ChoiceRow]:
    """One card an inquiry: who, since when, and how it stands."""
    shown = model.shown
    return [
        ChoiceRow(
            row.lead_id, row.name or tr("Forgotten at their wish"),
            DOT.join((moment_text(model.local(row.captured_at)), tr(STATUSES[row.status]))),
            int(shown is not None and row.lead_id == shown.lead_id),
        )
        for row in model.rows
    ]  # fmt: skip


def about_words(row: LeadRow, model: LeadsModel) -> str:
    """How they are reached, where they asked, and how a back office sees it."""
    consent = {
        Consent.GIVEN: tr("agreed to be written to"),
        Consent.WITHDRAWN: tr("does not want to be written to: kept here only"),
        Consent.UNASKED: "",
    }[row.consent]
    there = tr("{office}: {state}").format(office=office_words(row.office), state=row.there) if row.there else ""
    assigned = tr("looked after by {who}").format(who=row.assigned_to) if row.assigned_to else ""
    lines = (row.phone, row.email, consent, DOT.join(filter(None, (there, assigned))))
    return "\n".join(filter(None, lines))


def entries_words(row: LeadRow, model: LeadsModel) -> str:
    """What was done about it, the latest first."""
    return "\n".join(
        f"{moment_text(model.local(at))}  {words}" for at, words in map(_entry, reversed(row.entries))
    )  # fmt: skip


def _entry(entry: Entry) -> tuple[datetime, str]:
    match entry:
        case LeadNoted():
            return entry.noted_at, entry.note
        case LeadCalled():
            return entry.called_at, tr(CALLS[entry.reached])
        case LeadLost():
            return entry.lost_at, tr("Lost: {reason}").format(reason=entry.reason)
        case LeadReopened():
            return entry.reopened_at, tr("Taken up again")
        case LeadConverted():
            return entry.converted_at, tr("A guest now")
