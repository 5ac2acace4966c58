"""How things stand, in the words of the status strip and of its details."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.counting import counted
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.widgets.pill import PillRow, Tone
from aura_terminal.view_models.status import JobTrouble, NodeState, StatusRow, Tier

TROUBLE, REACH = "trouble", "reach"
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


def pills_of(row: StatusRow) -> tuple[PillRow, ...]:
    """The most pressing trouble, if there is any, and then how far this terminal reaches; the details say all."""
    return (*_trouble_pills(row), _reach_pill(row))


def _trouble_pills(row: StatusRow) -> tuple[PillRow, ...]:
    if row.store_trouble is not None:
        return (_pill(tr("Not saved"), "hard-drive", Tone.LATE),)
    if row.node is NodeState.STOPPED:
        return (_pill(tr("Printing stopped"), "unplug", Tone.WARN),)
    if row.troubles:
        stuck = counted("Status", "1 slip is stuck", "{n} slips are stuck", len(row.troubles))
        return (_pill(stuck.format(n=len(row.troubles)), "printer", Tone.WARN),)
    if row.devices:
        faulty = counted("Status", "1 device needs a look", "{n} devices need a look", len(row.devices))
        return (_pill(faulty.format(n=len(row.devices)), "printer", Tone.WARN),)
    return ()


def _reach_pill(row: StatusRow) -> PillRow:
    reach = reach_of(row)
    words = reach.words
    if row.unshared:
        words = "  ·  ".join((reach.brief, waiting_words(row)))
    say = tr("Status: {words}. Show details").format(words=words)
    short = f"{reach.letter} · {row.unshared}" if row.unshared else reach.letter
    return PillRow(REACH, words, reach.icon, reach.tone, say, short if row.peers else "")


def waiting_words(row: StatusRow) -> str:
    """How many changes exist here only, and since when."""
    words = tr("{n} not shared yet").format(n=row.unshared)
    if not row.unshared_minutes:
        return words
    return tr("{what}, oldest {minutes} min").format(what=words, minutes=row.unshared_minutes)


@dataclass(frozen=True, slots=True)
class Reach:
    """A tier in words and shape: the icon tells it as well as the colour."""

    letter: str
    words: str
    brief: str
    icon: str
    tone: Tone
    goes_on: str


def reach_of(row: StatusRow) -> Reach:
    """How far this terminal reaches; one that was never paired stands by itself, which is no trouble."""
    match row.tier:
        case Tier.INTERNET:
            words = tr("Everything works: the other terminals and the internet are there.")
            return Reach("A", tr("Online"), tr("Online"), "circle-check", Tone.OK, words)
        case Tier.STORE if row.best is Tier.STORE and len(row.silent) < len(row.peers):
            return _together(row)
        case Tier.STORE if len(row.silent) < len(row.peers) or (row.best is Tier.INTERNET and not row.peers):
            words = tr(
                "Orders, kitchen and payments go on between the terminals. "
                "What needs the internet waits and is sent later."
            )
            if not row.peers:
                words = tr("Orders, kitchen and payments go on. What needs the internet waits and is sent later.")
            brief = tr("No internet")
            return Reach("B", tr("No internet, orders are safe here"), brief, "wifi-off", Tone.WARN, words)
        case _ if row.peers:
            words = tr(
                "Selling, cash and slips go on. Until another terminal is heard: no tickets on its screen, "
                "no view of its orders, and money on an order it holds only with a manager."
            )
            return Reach("C", tr("Alone, orders are safe here"), tr("Alone"), "monitor", Tone.WARN, words)
        case _:
            words = tr("Everything is kept on this terminal, which works by itself.")
            saved = tr("Saved on this till")
            return Reach("", saved, saved, "circle-check", Tone.OK, words)


def _together(row: StatusRow) -> Reach:
    """The store's own network is all it has: nothing is missing while every terminal is heard."""
    words = tr("Orders, kitchen and payments are shared between the terminals.")
    if not row.silent:
        return Reach("B", tr("Connected"), tr("Connected"), "circle-check", Tone.OK, words)
    missing = tr("{names} not heard").format(names=", ".join(row.silent))
    return Reach("B", missing, missing, "unplug", Tone.WARN, words)


def details_of(row: StatusRow) -> tuple[Detail, ...]:
    """Everything the strip can say, the most pressing first."""
    details = (
        *_store_details(row),
        *(_trouble_detail(trouble) for trouble in row.troubles),
        *(Detail(each.device, heard(each.hint), "printer", Tone.WARN) for each in row.devices),
        _node_detail(row),
        _paper_detail(row),
        *_reach_details(row),
    )
    return tuple(sorted(details, key=lambda detail: PRESSING.index(detail.tone)))


def badge_words(place: str, count: int) -> tuple[str, str]:
    """The badge of what is to be decided at a place, and the place's spoken name; "" for nothing."""
    name = QCoreApplication.translate("ShellWindow", place)
    return (str(count), f"{name}, {count}") if count else ("", name)


def _pill(words: str, icon: str, tone: Tone) -> PillRow:
    return PillRow(TROUBLE, words, icon, tone, tr("Status: {words}. Show details").format(words=words))


def _reach_details(row: StatusRow) -> tuple[Detail, ...]:
    reach = reach_of(row)
    title = "  ·  ".join(filter(None, (reach.letter, reach.words)))
    details = [Detail(title, reach.goes_on, reach.icon, reach.tone)]
    if row.unshared:
        words = tr("They are on this machine only and go to the others by themselves as soon as one is heard.")
        details.append(Detail(waiting_words(row), words, "send", Tone.WARN))
    if row.peers:
        details.append(_peers_detail(row))
    return tuple(details)


def _peers_detail(row: StatusRow) -> Detail:
    heard = [label for label in row.peers if label not in row.silent]
    words = tr("Heard: {labels}.").format(labels=", ".join(heard)) if heard else ""
    if not row.silent:
        return Detail(tr("All terminals of the store are heard"), words, "wifi", Tone.OK)
    title = tr("Not heard: {labels}").format(labels=", ".join(row.silent))
    return Detail(title, words, "wifi-off", Tone.INFO)


def _store_details(row: StatusRow) -> tuple[Detail, ...]:
    trouble = row.store_trouble
    if trouble is None:
        return ()
    return (
        Detail(tr("Not saved: {what}").format(what=heard(trouble.what)), heard(trouble.hint), "hard-drive", Tone.LATE),
    )


def _trouble_detail(trouble: JobTrouble) -> Detail:
    title = tr("{title} waits for printer {route}").format(title=trouble.title, route=trouble.route)
    hint = heard(trouble.hint) or tr("Look at the printer: paper, cover, cable, power.")
    return Detail(title, hint, "printer", Tone.WARN)


def _node_detail(row: StatusRow) -> Detail:
    again = counted(
        "Status", "It was started again once.", "It was started again {n} times.", row.node_restarts
    ).format(n=row.node_restarts)
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
    title = counted("Status", "1 slip waits for a printer", "{n} slips wait for a printer", row.jobs_waiting)
    return Detail(title.format(n=row.jobs_waiting), "", "printer", Tone.CALM)
