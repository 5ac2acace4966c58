"""How things stand, in the words of the status strip and of its details."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.widgets.pill import PillRow, Tone
from aura_terminal.view_models.status import JobTrouble, NodeState, StatusRow, Tier

PILL = "status"
PRESSING = (Tone.LATE, Tone.WARN, Tone.INFO, Tone.CALM, Tone.OK)


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing in the details: how it stands, and what to do about it."""

    title: str
    words: str
    icon: str
    tone: Tone


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Status", words)


def pill_of(row: StatusRow) -> PillRow:
    """The most pressing thing there is to say, and only that; the details say all."""
    if row.store_trouble is not None:
        return _pill(tr("Not saved"), "hard-drive", Tone.LATE)
    if row.node is NodeState.STOPPED:
        return _pill(tr("Printing stopped"), "unplug", Tone.WARN)
    if row.troubles:
        stuck = _counted(len(row.troubles), tr("1 slip is stuck"), tr("{n} slips are stuck"))
        return _pill(stuck, "printer", Tone.WARN)
    if row.devices:
        faulty = _counted(len(row.devices), tr("1 device needs a look"), tr("{n} devices need a look"))
        return _pill(faulty, "printer", Tone.WARN)
    return _pill(_reach(row.tier), "circle-check", Tone.OK)


def details_of(row: StatusRow) -> tuple[Detail, ...]:
    """Everything the strip can say, the most pressing first."""
    details = (
        *_store_details(row),
        *(_trouble_detail(trouble) for trouble in row.troubles),
        *(Detail(each.device, each.hint, "printer", Tone.WARN) for each in row.devices),
        _node_detail(row),
        _paper_detail(row),
        _reach_detail(row),
    )
    return tuple(sorted(details, key=lambda detail: PRESSING.index(detail.tone)))


def _pill(words: str, icon: str, tone: Tone) -> PillRow:
    return PillRow(PILL, words, icon, tone, tr("Status: {words}. Show details").format(words=words))


def _reach(tier: Tier) -> str:
    return {
        Tier.INTERNET: tr("Online"),
        Tier.STORE: tr("Offline, orders are safe here"),
        Tier.ALONE: tr("Saved on this till"),
    }[tier]


def _reach_detail(row: StatusRow) -> Detail:
    words = {
        Tier.INTERNET: tr("Connected to the other terminals and to the back office."),
        Tier.STORE: tr("Connected to the other terminals; the internet is down. Everything is kept and sent later."),
        Tier.ALONE: tr("Everything is kept on this terminal, which works by itself."),
    }[row.tier]
    return Detail(_reach(row.tier), words, "circle-check", Tone.OK)


def _store_details(row: StatusRow) -> tuple[Detail, ...]:
    trouble = row.store_trouble
    if trouble is None:
        return ()
    return (Detail(tr("Not saved: {what}").format(what=trouble.what), trouble.hint, "hard-drive", Tone.LATE),)


def _trouble_detail(trouble: JobTrouble) -> Detail:
    title = tr("{title} waits for printer {route}").format(title=trouble.title, route=trouble.route)
    hint = trouble.hint or tr("Look at the printer: paper, cover, cable, power.")
    return Detail(title, hint, "printer", Tone.WARN)


def _node_detail(row: StatusRow) -> Detail:
    again = _counted(row.node_restarts, tr("It was started again once."), tr("It was started again {n} times."))
    if row.node is NodeState.RUNNING:
        words = again if row.node_restarts else tr("Slips and receipts go to the printers by themselves.")
        return Detail(tr("Printing runs"), words, "circle-check", Tone.OK)
    if row.node is NodeState.STARTING:
        return Detail(tr("Printing starts"), tr("Slips that wait are printed in a moment."), "refresh-cw", Tone.INFO)
    words = tr("Sales go on; slips wait and are printed once it runs again. It is started again by itself.")
    return Detail(tr("Printing stopped"), words, "unplug", Tone.WARN)


def _paper_detail(row: StatusRow) -> Detail:
    if not row.jobs_waiting:
        return Detail(tr("Nothing waits for a printer"), "", "printer-check", Tone.OK)
    title = _counted(row.jobs_waiting, tr("1 slip waits for a printer"), tr("{n} slips wait for a printer"))
    return Detail(title, "", "printer", Tone.CALM)


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(n=count)
