"""What is refused about work, rooms and tables, and what the house has set."""

from __future__ import annotations

from collections.abc import Mapping

from aura_terminal.domain.errors import Rule
from aura_terminal.ui.marked import QT_TRANSLATE_NOOP

OF_HOUSE: Mapping[Rule, tuple[str, ...]] = {
    Rule.INVOICE_GONE: (QT_TRANSLATE_NOOP("phrases", "That invoice is settled by now. Look at the account again."),),
    Rule.ALLOCATED_TOO_MUCH: (
        QT_TRANSLATE_NOOP("phrases", "Only {most} can go towards that invoice. Put the rest on another one."),
    ),
    Rule.PURCHASE_NOT_SO: (
        QT_TRANSLATE_NOOP("phrases", "{number} has come further than that meanwhile. Look at it once more."),
    ),
    Rule.DAY_IS_PAST: (QT_TRANSLATE_NOOP("phrases", "{day} is past. Choose a day to come."),),
    Rule.PURCHASE_EMPTY: (QT_TRANSLATE_NOOP("phrases", "Nothing is on it yet. Say how much of something."),),
    Rule.SUPPLY_TWICE: (
        QT_TRANSLATE_NOOP("phrases", "The same supply is on it twice. Put what you want of it on one line."),
    ),
    Rule.DELIVERY_UNEVEN: (
        QT_TRANSLATE_NOOP(
            "phrases", "What was accepted and what was rejected have to make up the {received} received."
        ),
    ),
    Rule.MORE_THAN_ORDERED: (
        QT_TRANSLATE_NOOP(
            "phrases", "Only {left} are still to come. Reject what is too much, or order it on another purchase order."
        ),
    ),
    Rule.CLOCKED_IN_ALREADY: (QT_TRANSLATE_NOOP("phrases", "{who} is clocked in already."),),
    Rule.NOT_CLOCKED_IN: (QT_TRANSLATE_NOOP("phrases", "{who} is not clocked in."),),
    Rule.BREAK_NOT_BEGUN: (QT_TRANSLATE_NOOP("phrases", "{who} is not on a break."),),
    Rule.JOB_NEEDED: (QT_TRANSLATE_NOOP("phrases", "Say in which job {who} works today."),),
    Rule.JOB_NOT_THEIRS: (QT_TRANSLATE_NOOP("phrases", "{job} is no job of {who}."),),
    Rule.NOT_ON_THE_CLOCK: (
        QT_TRANSLATE_NOOP("phrases", "{who} is not clocked in. Here nobody sells before clocking in."),
    ),
    Rule.OWN_PUNCHES: (
        QT_TRANSLATE_NOOP("phrases", "Nobody changes their own hours, {who}. Ask somebody else who may."),
    ),
    Rule.PUNCH_DOES_NOT_FIT: (
        QT_TRANSLATE_NOOP("phrases", "{time} does not fit the other times of {who}. Look at them once more."),
    ),
    Rule.TIME_TO_COME: (QT_TRANSLATE_NOOP("phrases", "{time} is still to come."),),
    Rule.TIPS_NOT_DECLARED: (
        QT_TRANSLATE_NOOP("phrases", "Say how much you had in cash tips, also if it was nothing."),
    ),
    Rule.PUNCHED_ELSEWHERE: (
        QT_TRANSLATE_NOOP("phrases", "Every terminal is heard from here, and {who} is not clocked in at any of them."),
    ),
    Rule.LABOR_RULES_WRONG: (QT_TRANSLATE_NOOP("phrases", "The rules for hours do not work like that: {what}."),),
    Rule.ON_BREAK_ALREADY: (QT_TRANSLATE_NOOP("phrases", "{who} is on a break already."),),
    Rule.AREA_NAME: (
        QT_TRANSLATE_NOOP("phrases", "Give the area a name of its own, of up to 40 letters: {name} does not do."),
    ),
    Rule.AREA_HAS_TABLES: (QT_TRANSLATE_NOOP("phrases", "{name} still has tables. Move or withdraw them first."),),
    Rule.TABLE_NUMBER: (
        QT_TRANSLATE_NOOP(
            "phrases", "{table} can not be a table's number here: it is empty, too long, or another table has it."
        ),
    ),
    Rule.TABLE_HAS_ORDER: (
        QT_TRANSLATE_NOOP("phrases", "Table {table} has order {order} open. Move or pay that order first."),
    ),
    Rule.TABLE_EXPECTED: (
        QT_TRANSLATE_NOOP("phrases", "Table {table} is promised to {name}. Give them another table first."),
    ),
    Rule.SEATS_OUT_OF_RANGE: (QT_TRANSLATE_NOOP("phrases", "Table {table} can have up to {most} seats."),),
    Rule.OFF_THE_PLAN: (QT_TRANSLATE_NOOP("phrases", "{piece} stands beyond the edge of the plan. Move it inside."),),
    Rule.NAME_NEEDED: (QT_TRANSLATE_NOOP("phrases", "Give it a name first."),),
    Rule.TAX_PERCENT_NEEDED: (QT_TRANSLATE_NOOP("phrases", "How many percent is {tax} here? Say it first."),),
    Rule.LABEL_WRONG: (
        QT_TRANSLATE_NOOP("phrases", "A terminal is called by 1 to 6 letters and digits, such as R1; not {label}."),
    ),
    Rule.NOT_WELCOME: (QT_TRANSLATE_NOOP("phrases", "The store did not let this terminal in: {why}"),),
    Rule.SAME_NAME: (QT_TRANSLATE_NOOP("phrases", "There is another {name}. Give each a name of their own."),),
    Rule.CURRENCY_IN_USE: (
        QT_TRANSLATE_NOOP("phrases", "Something was sold in {currency} already, so the currency stays as it is."),
    ),
    Rule.CURRENCY_PRICED: (
        QT_TRANSLATE_NOOP("phrases", "{count} prices are in {currency}. A currency is chosen before the menu is."),
    ),
    Rule.CURRENCY_UNKNOWN: (QT_TRANSLATE_NOOP("phrases", "{currency} is not a currency this program knows."),),
    Rule.ZONE_UNKNOWN: (QT_TRANSLATE_NOOP("phrases", "{zone} is not a time zone, such as Europe/Berlin."),),
    Rule.DAY_WOULD_BREAK: (
        QT_TRANSLATE_NOOP(
            "phrases", "The running day would break in two. Change that after {until}, or before the day ends."
        ),
    ),
    Rule.TENDER_IN_USE: (
        QT_TRANSLATE_NOOP("phrases", "Cash can not be switched off: there must be a way to pay without any device."),
    ),
    Rule.COIN_OUT_OF_RANGE: (QT_TRANSLATE_NOOP("phrases", "{coin} is no smallest coin: choose one from 1 to 100."),),
    Rule.STATION_IN_USE: (QT_TRANSLATE_NOOP("phrases", "{station} still makes {what}. Send that elsewhere first."),),
    Rule.STATION_ITSELF: (QT_TRANSLATE_NOOP("phrases", "{station} can not stand in for itself."),),
    Rule.MINUTES_OUT_OF_RANGE: (
        QT_TRANSLATE_NOOP("phrases", "{minutes} minutes do not work here: choose from 0 to 240, and due before late."),
    ),
}
