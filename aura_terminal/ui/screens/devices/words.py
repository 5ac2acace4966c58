"""Devices and paper in people's words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.devices import DetourScope
from aura_terminal.domain.paper import SpoolState
from aura_terminal.ui.counting import counted
from aura_terminal.ui.language.formats import clock_text
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.widgets.pill import PillRow, Tone
from aura_terminal.view_models.device_banner import Banner, BannerKind
from aura_terminal.view_models.device_cards import Confidence, DeviceCard, HealthKind, Wellness
from aura_terminal.view_models.paper_queue import Choice, PaperCard

DOT = "  ·  "
TEST, KICK, READ, CALIBRATE, ELSEWHERE, BACK, BELIEVE, REMOVE, PASSWORD = (
    "test", "kick", "read", "calibrate", "elsewhere", "back", "believe", "remove", "password",
)  # fmt: skip


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Devices", words)


@dataclass(frozen=True, slots=True)
class Way:
    """A button: what it does, its words, its icon."""

    id: str
    words: str
    icon: str
    say: str


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device, ready to show."""

    id: str
    name: str
    icon: str
    pill: PillRow
    facts: str
    trouble: str
    notes: tuple[str, ...]
    ways: tuple[Way, ...]
    remove: Way | None = None

    @property
    def spoken(self) -> str:
        """The visible words."""
        return ", ".join(filter(None, (self.name, self.pill.words, self.facts, self.trouble, *self.notes)))


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One piece of paper, ready to show."""

    id: str
    title: str
    pill: PillRow
    facts: str
    note: str
    ways: tuple[Way, ...]

    @property
    def spoken(self) -> str:
        """The visible words."""
        return ", ".join(filter(None, (self.title, self.pill.words, self.facts, self.note)))


def kind_words(kind: HealthKind) -> tuple[str, str]:
    """What a kind of device is called, and its icon."""
    return {
        HealthKind.PRINTER: (tr("Printer"), "printer"),
        HealthKind.LABEL_PRINTER: (tr("Label printer"), "tag"),
        HealthKind.CASH_DRAWER: (tr("Cash drawer"), "banknote"),
        HealthKind.CARD_READER: (tr("Card terminal"), "credit-card"),
        HealthKind.CUSTOMER_DISPLAY: (tr("Customer display"), "monitor"),
        HealthKind.SCALE: (tr("Scale"), "scale"),
        HealthKind.SCANNER: (tr("Scanner"), "scan-barcode"),
        HealthKind.BUMP_BAR: (tr("Bump bar"), "keyboard"),
        HealthKind.MAIL: (tr("E-mail"), "send"),
    }[kind]


def device_row(card: DeviceCard) -> DeviceRow:
    """A device as its card shows it."""
    _, icon = kind_words(card.kind)
    name = f"{card.terminal} {DOT.strip()} {card.name}" if card.terminal else card.name
    trouble = heard(card.hint) if card.wellness in (Wellness.TROUBLE, Wellness.WARNING) else ""
    return DeviceRow(
        card.id,
        name,
        icon,
        _device_pill(card),
        DOT.join(_facts(card)),
        trouble,
        _notes(card),
        _ways(card),
        _remove(card),
    )


def _device_pill(card: DeviceCard) -> PillRow:
    prints = card.kind in (HealthKind.PRINTER, HealthKind.LABEL_PRINTER)
    match card.wellness:
        case Wellness.WELL:
            return PillRow(card.id, tr("Ready"), "circle-check", Tone.OK)
        case Wellness.WARNING if card.kind is HealthKind.CASH_DRAWER:
            return PillRow(card.id, tr("Stands open"), "lock-open", Tone.LATE)
        case Wellness.WARNING:
            return PillRow(card.id, tr("Works, needs a look"), "triangle-alert", Tone.WARN)
        case Wellness.TROUBLE:
            words = tr("Does not print") if prints else tr("Does not work")
            return PillRow(card.id, words, "circle-x", Tone.LATE)
        case Wellness.UNKNOWN:
            mute = card.since is not None and card.confidence is Confidence.UNKNOWN and card.set_up is not None
            words = tr("Cannot be asked") if mute else tr("Not looked at yet")
            return PillRow(card.id, words, "circle-question-mark", Tone.CALM)


def _facts(card: DeviceCard) -> list[str]:
    kind, _ = kind_words(card.kind)
    facts = [kind]
    if card.set_up is not None:
        where = card.set_up.address or (tr("simulated") if card.set_up.model == "simulated" else "")
        facts += [part for part in (where, ", ".join(card.set_up.routes)) if part]
    if card.since is not None and card.wellness is not Wellness.UNKNOWN:
        facts.append(tr("since {time}").format(time=clock_text(card.since)))
    if card.wellness is Wellness.TROUBLE and card.last_ok is not None:
        facts.append(tr("last well {time}").format(time=clock_text(card.last_ok)))
    return facts


def _notes(card: DeviceCard) -> tuple[str, ...]:
    notes = []
    if card.goes_to:
        notes.append(tr("Its paper comes out at {to}.").format(to=card.goes_to))
    if card.asks_confirm:
        notes.append(
            tr("It takes data and never answers. If its paper comes out all the same, say so once: It does print.")
        )
    if card.wellness is Wellness.WELL and card.last_error and card.last_error_at is not None:
        words = tr("Last complaint at {time}: {what}")
        notes.append(words.format(time=clock_text(card.last_error_at), what=heard(card.last_error)))
    if card.answer:
        notes.append(tr("It says: {what}").format(what=heard(card.answer)))
    return tuple(notes)


def _ways(card: DeviceCard) -> tuple[Way, ...]:
    ways = []
    if card.prints:
        ways.append(_way(TEST, tr("Test print"), "printer", card))
    if card.has_drawer:
        ways.append(_way(KICK, tr("Open drawer"), "banknote", card))
        ways.append(_way(CALIBRATE, tr("Drawer is shut"), "lock", card))
    if card.set_up is not None and card.kind is HealthKind.MAIL:
        ways.append(_way(PASSWORD, tr("Password"), "key-round", card))
    elif card.set_up is not None:
        ways.append(_way(READ, tr("Read"), "eye", card))
    if card.goes_to:
        ways.append(_way(BACK, tr("Switch back"), "undo-2", card))
    elif card.prints:
        ways.append(_way(ELSEWHERE, tr("Elsewhere"), "arrow-right-left", card))
    if card.asks_confirm:
        ways.append(_way(BELIEVE, tr("It does print"), "check", card))
    return tuple(ways)


def _remove(card: DeviceCard) -> Way | None:
    return None if card.set_up is None else _way(REMOVE, "", "trash-2", card, tr("Remove"))


def _way(id: str, words: str, icon: str, card: DeviceCard, verb: str = "") -> Way:
    return Way(id, words, icon, f"{verb or words}: {card.name}")


def paper_row(card: PaperCard) -> PaperRow:
    """A piece of paper as its card shows it."""
    ways = tuple(_paper_way(choice, card) for choice in card.choices)
    facts = DOT.join((card.device, clock_text(card.at)))
    note = tr("Did it print? {what}").format(what=heard(card.note)) if card.asks else heard(card.note)
    return PaperRow(card.id, card.title, _paper_pill(card), facts, note, ways)


def _paper_pill(card: PaperCard) -> PillRow:
    words, icon, tone = {
        SpoolState.QUEUED: (tr("Waits its turn"), "hourglass", Tone.CALM),
        SpoolState.SENDING: (tr("Printing"), "printer", Tone.INFO),
        SpoolState.HELD: (tr("Waits for the printer"), "pause", Tone.WARN),
        SpoolState.IN_PRINTER: (tr("Inside the printer"), "printer", Tone.WARN),
        SpoolState.UNCONFIRMED: (tr("Not sure this printed"), "circle-question-mark", Tone.WARN),
        SpoolState.LATE: (tr("Too late: print it?"), "alarm-clock", Tone.WARN),
        SpoolState.FAILED: (tr("Did not work"), "circle-x", Tone.LATE),
        SpoolState.PRINTED: (tr("Printed"), "circle-check", Tone.OK),
        SpoolState.ACCEPTED: (tr("Handed over, not confirmed"), "check", Tone.CALM),
    }.get(card.state, (card.state.value, "info", Tone.CALM))
    return PillRow(card.id, words, icon, tone)


def _paper_way(choice: Choice, card: PaperCard) -> Way:
    words, icon = {
        Choice.IT_PRINTED: (tr("Yes"), "check"),
        Choice.COPY: (tr("Print as COPY"), "copy"),
        Choice.PRINT_NOW: (tr("Print now"), "play"),
        Choice.REDIRECT: (tr("Elsewhere"), "arrow-right-left"),
        Choice.LET_GO: (tr("Let it go"), "x"),
        Choice.MAIL: (tr("E-mail"), "send"),
    }[choice]
    return Way(choice.value, words, icon, f"{words}: {card.title}")


def interrupted_words(count: int) -> str:
    """What is said once at the start."""
    return counted(
        "Devices",
        "1 job was interrupted when the program stopped. Did it print? See Devices.",
        "{n} jobs were interrupted when the program stopped. Did they print? See Devices.",
        count,
    ).format(n=count)


def banner_words(banner: Banner) -> tuple[str, str, Tone, str]:
    """A banner's sentence, icon and tone, and the words of its button."""
    match banner.kind:
        case BannerKind.DRAWER_OPEN:
            since = "" if banner.since is None else tr(" since {time}").format(time=clock_text(banner.since))
            words = tr("The drawer stands open{since}. Close it.").format(since=since)
            return words, "lock-open", Tone.LATE, tr("Devices")
        case BannerKind.DETOUR:
            what = tr("tickets") if banner.scope is DetourScope.KITCHEN else tr("paper")
            where = f" ({banner.terminal})" if banner.terminal else ""
            words = tr("{device}{where} {what} now at {to}").format(
                device=banner.device.upper(), where=where, what=what, to=banner.to.upper()
            )
            return words, "arrow-right-left", Tone.WARN, tr("Switch back")
        case BannerKind.STOPPED:
            waiting = counted("Devices", "1 piece of paper waits.", "{n} pieces of paper wait.", banner.count)
            words = f"{banner.device.upper()}: {heard(banner.hint)} {waiting.format(n=banner.count)}"
            return words, "printer", Tone.WARN, tr("Devices")
        case BannerKind.ASKS:
            words = tr("{device}: not sure this printed.").format(device=banner.device.upper())
            if banner.count > 1:
                words = tr("{n} pieces of paper: not sure they printed.").format(n=banner.count)
            return words, "circle-question-mark", Tone.WARN, tr("Answer")
