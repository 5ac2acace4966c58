"""The verbs of an age check, and what must have been seen before an order is sent or paid.

Asked once for each order: what was proved counts for all that is added later, up to that age. Lines that the kitchen
has were checked when they were sent, so what is moved to another order is not asked about twice.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from aura_terminal.domain.age_facts import AgeChecked, AgeProof, AgeRefused
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import LineId, StaffId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.releasing import must_be_released

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order

OLDEST = 120


def age_wanted(order: Order) -> int:
    """The age somebody has to be seen to be of before this is sent or paid; 0 for none."""
    wanted = max((line.sold.age for line in order.unsent), default=0)
    return wanted if wanted > order.age.proved else 0


def restricted_lines(order: Order) -> tuple[LineId, ...]:
    """The unsent lines an age has to be seen for."""
    return tuple(line.id for line in order.unsent if line.sold.age > order.age.proved)


def must_be_ready(order: Order) -> None:
    """Refuse to cook, to take money or to end it: ORDER_HELD before it was released, AGE_UNSEEN before a check."""
    must_be_released(order)
    wanted = age_wanted(order)
    if wanted:
        raise RuleBroken(Rule.AGE_UNSEEN, order=order.number, minimum=wanted)


def look_old_enough(order: Order, now: datetime, by: StaffId) -> AgeChecked:
    """Somebody looked at them, or at their card. Raises RuleBroken: ORDER_NOT_OPEN, AGE_NOT_WANTED."""
    return AgeChecked(order.id, _wanted(order), AgeProof.LOOKED_AT, now, by)


def born_on(order: Order, born: date, today: date, now: datetime, by: StaffId) -> AgeChecked:
    """They named the day they were born on, which is compared and forgotten.

    `today` is the date on the store's wall clock. Raises RuleBroken as `look_old_enough`, and TOO_YOUNG, DATE_NOT_PAST.
    """
    wanted = _wanted(order)
    if not 0 <= today.year - born.year <= OLDEST or born > today:
        raise RuleBroken(Rule.DATE_NOT_PAST)
    if born > latest_birth(wanted, today):
        raise RuleBroken(Rule.TOO_YOUNG, minimum=wanted)
    return AgeChecked(order.id, wanted, AgeProof.BIRTH_DATE, now, by)


def refuse_age(order: Order, now: datetime, by: StaffId) -> AgeRefused:
    """They are not old enough: the fact that names the lines to take off. Raises as `look_old_enough`."""
    return AgeRefused(order.id, _wanted(order), restricted_lines(order), now, by)


def latest_birth(minimum: int, today: date) -> date:
    """The last day somebody may be born on to be so many years old today; who was born on 29 February has their
    birthday on 1 March of other years."""
    year = max(1, today.year - minimum)
    try:
        return today.replace(year=year)
    except ValueError:  # 29 February, and that year had none
        return date(year, 2, 28)


def _wanted(order: Order) -> int:
    if order.status is not OrderStatus.OPEN:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)
    wanted = age_wanted(order)
    if not wanted:
        raise RuleBroken(Rule.AGE_NOT_WANTED)
    return wanted
