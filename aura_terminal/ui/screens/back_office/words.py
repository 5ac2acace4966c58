"""Back offices in the words of the house: what they lack, what they refused and why, and the ways out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.counting import counted
from aura_terminal.ui.language.formats import moment_text
from aura_terminal.ui.phrases import office_words
from aura_terminal.ui.widgets.pill import PillRow, Tone
from aura_terminal.view_models.back_office import OfficeCard, Reached, RefusedCard

HOUR = 60
THINGS: Mapping[str, str] = {
    "order": "Order {title}",
    "ticket": "Kitchen ticket of {title}",
    "refund": "Refund on {title}",
    "sale": "Sale {title}",
    "return": "Goods returned of {title}",
    "punch": "Time clock: {title}",
    "table": "Table {title}",
    "layout": "The floor plan",
    "guest": "Guest {title}",
    "points": "Points of {title}",
    "reward": "Reward for {title}",
    "reservation": "Reservation of {title}",
    "supply_adjustment": "Stock booking of {title}",
    "supply_count": "Stock count {title}",
    "feedback": "Feedback on {title}",
    "item": "Menu item {title}",
    "staff": "{title}",
    "guest_changed": "Guest {title}",
    "supply_low": "Low stock of {title}",
    "shift": "Shift of {title}",
}
STEPS: Mapping[str, str] = {
    "create": "sending it",
    "update": "a change",
    "kitchen": "sending it to the kitchen",
    "payment": "its payment",
    "complete": "completing it",
    "cancel": "cancelling it",
    "refund": "the refund",
    "sale": "sending it",
    "void": "sending it as a void",
    "return": "sending it",
    "taken_back": "taking it back",
    "adjust": "booking it",
    "reading": "asking what is there",
}
PROBLEMS: Mapping[str, str] = {
    "refused": "{office} finds something wrong in it.",
    "not_allowed": "The account of this store may not do that at {office}. Whoever manages the account can allow it.",
    "gone": "{office} does not know it any more.",
    "conflict": "{office} has it otherwise.",
    "unreadable": "{office} gave an answer its documents do not describe.",
    "unsure": "It may be at {office} already: its answer was lost, and looking there did not tell. Look there first.",
    "unknown_item": "{office} has no such item as far as is known here.",
    "unknown_staff": "{office} does not know this person as far as is known here.",
    "unknown_table": "{office} does not know this table as far as is known here.",
    "undelivered": "{office} did not take it, however often it was sent.",
    "too_old": "It cannot be sent to {office} any more: what it would say has left the journal.",
}


TROUBLES: Mapping[str, str] = {
    "unreached": "It does not answer. Everything is kept here and sent by itself later.",
    "account": "It refuses the account: {detail} Selling goes on; sign in again with “aura-terminal central-account”.",
    "signed_out": "It refuses what the account asks for, although it let the account in. Selling goes on.",
    "no_secret": "This terminal has no secret for it and sends it nothing. “aura-terminal subscriber list” says more.",
    "slowed": "It asked for a pause. It goes on by itself.",
    "unreadable": "It sent something its documents do not describe: {detail}",
}


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("BackOffice", words)


class Way(StrEnum):
    """A way out of a refusal."""

    RETRY = "retry"
    CORRECT = "correct"
    MATCH = "match"
    LINK = "link"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class WayWords:
    """A way out: the words on its button, and what it does."""

    way: Way
    words: str
    effect: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A refusal, ready to show."""

    id: str
    title: str
    time: str
    story: tuple[str, ...]
    ways: tuple[WayWords, ...]

    @property
    def spoken(self) -> str:
        """The visible words."""
        return " ".join((self.title, self.time, *self.story))


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A back office, ready to show."""

    id: str
    name: str
    pill: PillRow
    figures: tuple[tuple[str, str], ...]
    trouble: str

    @property
    def spoken(self) -> str:
        """The visible words."""
        told = (f"{name} {value}" for name, value in self.figures)
        return ", ".join(filter(None, (self.name, self.pill.words, self.trouble, *told)))


def office_name(connector: str) -> str:
    """What people call a back office."""
    return office_words(connector)


def refused_row(card: RefusedCard) -> RefusedRow:
    """A refusal as its card shows it."""
    return RefusedRow(card.id, title_of(card), moment_text(card.refused_at), tuple(_story(card)), _ways(card))


def title_of(card: RefusedCard) -> str:
    """What could not be sent, in one line."""
    thing = tr(THINGS.get(card.kind, "{title}")).format(title=card.title)
    if card.is_event:
        return tr("{event}: {thing}").format(event=card.step, thing=thing)
    step = STEPS.get(card.step.split("/")[0])
    if step is None or card.step == "create":
        return thing
    return tr("{thing}: {step}").format(thing=thing, step=tr(step))


def _story(card: RefusedCard) -> list[str]:
    office = office_name(card.connector)
    told = [tr(PROBLEMS.get(card.problem, PROBLEMS["refused"])).format(office=office)]
    if card.is_event:
        answer = " ".join(dict.fromkeys(filter(None, (str(card.status or ""), card.said))))
        told.append(tr("Its last answer: {answer}").format(answer=answer))
    elif card.can_be_matched:
        told.append(tr("Which one: {what}").format(what=card.said))
    elif card.said:
        told.append(tr("It said: “{said}”").format(said=card.said))
    if card.field and not card.can_be_matched:
        where = tr("Where: {field}, now “{value}”") if card.value else tr("Where: {field}")
        told.append(where.format(field=card.field, value=card.value))
    if card.waits:
        behind = counted("BackOffice", "1 step waits behind it.", "{n} steps wait behind it.", card.waits)
        told.append(behind.format(n=card.waits))
    return told


def _ways(card: RefusedCard) -> tuple[WayWords, ...]:
    if card.is_event:
        again = WayWords(Way.RETRY, tr("Send again"), tr("It is sent now, and after 1, 5 and 15 minutes if need be."))
        return again, WayWords(Way.SET_ASIDE, tr("Set aside"), tr("It is not sent. What is here stays as it is."))
    ways = [WayWords(Way.RETRY, tr("Try again"), tr("It is sent once more as it is here."))]
    if card.can_be_matched:
        ways.insert(0, WayWords(Way.MATCH, tr("Name its number"), tr("It is kept, and used from now on.")))
    if card.can_be_corrected:
        ways.append(WayWords(Way.CORRECT, tr("Correct and send"), tr("Only what is sent changes, not what is here.")))
    ways.append(WayWords(Way.LINK, tr("It is there already"), tr("You name the number it has there.")))
    ways.append(WayWords(Way.SET_ASIDE, tr("Set aside"), tr("It is not sent. The sale here stays as it is.")))
    return tuple(ways)


def office_row(card: OfficeCard) -> OfficeRow:
    """A back office as its card shows it."""
    trouble = "" if card.reached is None else _trouble(card.reached)
    return OfficeRow(card.connector, office_name(card.connector), _pill(card), tuple(_figures(card)), trouble)


def _trouble(reached: Reached) -> str:
    return tr(TROUBLES.get(reached.trouble, "")).format(detail=reached.detail)


def _pill(card: OfficeCard) -> PillRow:
    if card.reached is None:
        return PillRow(card.connector, tr("Not known yet"), "hourglass", Tone.CALM)
    if not card.reached.is_reached:
        return PillRow(card.connector, tr("Not reached"), "cloud-off", Tone.WARN)
    if card.parked:
        return PillRow(card.connector, tr("Needs a decision"), "cloud-alert", Tone.WARN)
    if card.pending or card.unknown:
        return PillRow(card.connector, tr("Sending"), "refresh-cw", Tone.INFO)
    return PillRow(card.connector, tr("Everything is there"), "cloud-check", Tone.OK)


def _figures(card: OfficeCard) -> list[tuple[str, str]]:
    figures = [(tr("To be sent"), _aged(card.pending, card.oldest_minutes))]
    if card.unknown:
        figures.append((tr("Sent, not confirmed"), str(card.unknown)))
    figures.append((tr("To decide"), str(card.parked)))
    if card.differing:
        figures.append((tr("Other figures there"), tr("{n} orders").format(n=card.differing)))
    if card.last_confirmed is not None:
        figures.append((tr("Last confirmed"), moment_text(card.last_confirmed)))
    if card.reached is not None and card.reached.gateway:
        figures.append((tr("Speaks for the store"), card.reached.gateway))
    return figures


def _aged(count: int, minutes: int) -> str:
    if not count or minutes < 1:
        return str(count)
    age = tr("{n} min").format(n=minutes) if minutes < HOUR else tr("{n} h").format(n=minutes // HOUR)
    return tr("{count}, oldest {age}").format(count=count, age=age)


def aside_reasons() -> tuple[str, ...]:
    """Why something is not sent."""
    return tr("Entered there by hand"), tr("Not needed there"), tr("A mistake that was put right here")
