"""The rules for service as settings one below the other."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.money import Money
from aura_terminal.domain.service_rules import (
    AS_DISHES,
    LAST_COURSE,
    UNTAXED,
    Applied,
    ChargeBy,
    ChargeRule,
    ChoicePolicy,
    CoursesWait,
    ServiceRules,
    TipBasis,
    Turnover,
    UnsentPolicy,
)
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.widgets.form import Change, FormRow
from aura_terminal.view_models.service_rules import House, comes_by_itself, is_amount

ADD, DROP = "add", "drop"


def tr(words: str) -> str:
    """Words of this room."""
    return QCoreApplication.translate("ServiceRules", words)


def form_rows(rules: ServiceRules, house: House, money: MoneyText) -> list[FormRow]:
    """Every rule with its answer; a tap goes to the next answer, or writes one."""
    rows = [
        _heading("money", tr("Before money is taken")),
        FormRow("unsent", tr("What is not sent"), unsent_words(rules.unsent), note=_unsent_note(rules.unsent)),
        FormRow("choices", tr("A dish whose required choice is missing"), choice_words(rules.choices)),
        _heading("gratuity", tr("Gratuity of large parties")),
        FormRow("gratuity.least_guests", tr("From how many guests"), _guests(rules), Change.STEP),
    ]
    if rules.gratuity.least_guests:
        percent = f"{format(rules.gratuity.percent.normalize(), 'f')} %"
        rows.append(FormRow("gratuity.percent", tr("How much"), percent, Change.STEP))
        rows.append(FormRow("gratuity.basis", tr("Of what is left after discounts"), basis_words(rules.gratuity.basis)))
    rows.append(_heading("charges", tr("Charges for service")))
    for place, charge in enumerate(rules.charges):
        rows.extend(_charge_rows(f"charge:{place}", charge, house, money))
    rows.append(FormRow(ADD, tr("One more charge"), tr("Add")))
    rows += [
        _heading("tips", tr("Tips suggested on checks")),
        FormRow("tip_percents", tr("Percentages"), ", ".join(f"{each} %" for each in rules.tip_percents)),
        FormRow("tip_basis", tr("Of what is left after discounts"), basis_words(rules.tip_basis)),
        _heading("courses", tr("Courses")),
        FormRow("courses_wait", tr("Later courses wait until they are fired"), wait_words(rules.courses_wait)),
    ]
    names = [*rules.courses, *[""] * LAST_COURSE][:LAST_COURSE]
    shown = min(LAST_COURSE, len(rules.courses) + 1)
    rows += [
        FormRow(f"course:{place}", tr("Course {course}").format(course=place + 1), names[place])
        for place in range(shown)
    ]
    return rows


def unsent_words(policy: UnsentPolicy) -> str:
    """The policy in a few words."""
    return {
        UnsentPolicy.IGNORE: tr("goes with the payment"),
        UnsentPolicy.WARN: tr("is asked about"),
        UnsentPolicy.MANAGER: tr("needs a manager"),
        UnsentPolicy.MANAGER_MARKS: tr("needs a manager, who marks it as sent"),
    }[policy]


def choice_words(policy: ChoicePolicy) -> str:
    """The policy in a few words."""
    return {
        ChoicePolicy.ADD: tr("is added, and not sent before it has it"),
        ChoicePolicy.WARN: tr("is added with a warning"),
        ChoicePolicy.BLOCK: tr("is not added"),
    }[policy]


def wait_words(wait: CoursesWait) -> str:
    """Where courses wait."""
    return {
        CoursesWait.BY_STATION: tr("where a station says so"),
        CoursesWait.EVERYWHERE: tr("everywhere"),
        CoursesWait.NOWHERE: tr("nowhere"),
    }[wait]


def basis_words(basis: TipBasis) -> str:
    """What a percentage is of."""
    return tr("without its tax") if basis is TipBasis.BEFORE_TAX else tr("with its tax")


def _heading(id: str, words: str) -> FormRow:
    return FormRow(id, words, change=Change.HEADING)


def _unsent_note(policy: UnsentPolicy) -> str:
    return {
        UnsentPolicy.IGNORE: tr("It is sent with the payment, and nobody is asked."),
        UnsentPolicy.WARN: tr("Whoever taps Pay is told what is not sent, and sends it first."),
        UnsentPolicy.MANAGER: tr("It is sent first, or a manager lets the money be taken; it is sent then."),
        UnsentPolicy.MANAGER_MARKS: tr("It is sent first, or a manager marks it as sent; the kitchen is not told."),
    }[policy]


def _guests(rules: ServiceRules) -> str:
    return str(rules.gratuity.least_guests) if rules.gratuity.least_guests else tr("asked of nobody")


def _charge_rows(field: str, charge: ChargeRule, house: House, money: MoneyText) -> list[FormRow]:
    if is_amount(charge):
        much = FormRow(
            f"{field}.amount_minor", tr("How much"), money.amount(Money(charge.amount_minor, house.currency)),
            Change.STEP,
        )  # fmt: skip
    else:
        percent = f"{format(charge.percent.normalize(), 'f')} %"
        much = FormRow(f"{field}.percent", tr("How much"), percent, Change.STEP)
    rows = [
        FormRow(f"{field}.name", tr("Name on the bill"), charge.name),
        FormRow(f"{field}.by", tr("Reckoned by"), _by(charge.by)),
        much,
        FormRow(f"{field}.applied", tr("Comes onto orders"), _applied(charge.applied)),
    ]
    if comes_by_itself(charge):
        kinds = tuple(order_type_words(kind) for kind in charge.order_types)
        areas = dict(house.areas)
        rows += [
            FormRow(f"{field}.order_types", tr("Kinds of order"), ", ".join(kinds) or tr("all")),
            FormRow(
                f"{field}.areas", tr("Tables of"), ", ".join(areas.get(id, id) for id in charge.areas) or tr("any area")
            ),
            FormRow(f"{field}.least_guests", tr("From how many guests"), str(charge.least_guests), Change.STEP),
        ]
    rows.append(FormRow(f"{field}.turnover", tr("Whose money it is"), _turnover(charge.turnover)))
    if charge.turnover is Turnover.HOUSE:
        rows.append(FormRow(f"{field}.tax", tr("Tax"), _tax(charge.tax, house)))
    rows.append(FormRow(f"{field}.{DROP}", tr("Take this charge away"), tr("Take away")))
    return rows


def _by(by: ChargeBy) -> str:
    return {
        ChargeBy.PERCENT: tr("a percentage"),
        ChargeBy.ORDER: tr("an amount for each order"),
        ChargeBy.GUEST: tr("an amount for each guest"),
    }[by]


def _applied(applied: Applied) -> str:
    return tr("by itself") if applied is Applied.BY_ITSELF else tr("by hand")


def _turnover(turnover: Turnover) -> str:
    return tr("turnover of the house") if turnover is Turnover.HOUSE else tr("passed on, no turnover")


def _tax(tax: str, house: House) -> str:
    if tax == AS_DISHES:
        return tr("as the dishes")
    return tr("none") if tax == UNTAXED else dict(house.taxes).get(tax, tax)
