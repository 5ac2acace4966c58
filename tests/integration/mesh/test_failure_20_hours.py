"""Failure 20 on real stores: punches of three terminals that cannot hear each other, a whole review, and a manager."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.money import Money
from aura_terminal.ports.journal import PeerState
from aura_terminal.use_cases.labor import Came
from aura_terminal.use_cases.punch_editing import PunchEdit
from tests.integration.mesh.conftest import Meet
from tests.support.memory_shop import signed_in

ORDERS = tuple(permutations(("R1", "R2", "K1")))
SLACK = timedelta(seconds=3)


@pytest.mark.parametrize("order", ORDERS, ids=["-".join(order) for order in ORDERS])
def test_failure_20_in_on_a_break_on_b_out_on_c_is_one_shift_with_its_tips_and_its_correction(
    meet: Meet, order: tuple[str, ...]
) -> None:
    """Nobody could clock out on a terminal that was alone, and punches were deleted or contradicted each other."""
    terminals = meet("R1", "R2", "K1")
    shops = {label: terminals[label].shop for label in ("R1", "R2", "K1")}
    ana, carla = signed_in(shops["R1"]), signed_in(shops["R1"], StaffId("carla-lombardi"))
    for label in shops:
        shops["R1"].terminals.pair(f"machine-{label}", label, "ab:cd", paired_by="R1")
    terminals.heal()
    terminals.cut()
    for stored in terminals:
        heard = round(stored.clock.now().timestamp() * 1000)
        others = (label for label in shops if label != stored.shop.terminal.label)
        stored.store.peers.note(PeerState(f"machine-{one}", one, one, "1", "", heard, 0, ()) for one in others)
    terminals.pass_time(seconds=300)  # until the others count as not heard
    came = shops["R1"].labor.clock_in(ana)
    terminals.pass_time(seconds=3600)
    shops["R2"].labor.begin_break(ana, came=Came.ELSEWHERE)
    terminals.pass_time(seconds=1800)
    shops["R2"].labor.end_break(ana, Came.ELSEWHERE)
    edit = PunchEdit(came.at - timedelta(minutes=10))
    shops["R1"].punch_editing.correct(carla, ana.id, came.punch_id, edit, "came with the delivery")
    terminals.pass_time(seconds=3600)
    assert shops["K1"].labor.leaving(ana.id).is_clear
    shops["K1"].labor.clock_out(ana, Money(1250, "EUR"), came=Came.ELSEWHERE)
    first, second, third = order
    terminals.link(first, second)
    terminals.talk()
    terminals.link(second, third)
    terminals.heal()
    for stored in terminals:
        sheet = stored.shop.labor.time_sheet(ana.id)
        assert sheet.contradictions == ()
        assert len(sheet.punches) == 4
        assert sheet.punches[came.punch_id].at == came.at
        (shift,) = sheet.shifts
        worked = shift.worked(stored.clock.now())
        assert timedelta(0) <= worked - timedelta(hours=2, minutes=10) < SLACK
        assert sheet.tips[shift.id].amount == Money(1250, "EUR")
        (person,) = stored.shop.reads.labor.week(shift.business_date, stored.clock.now()).people
        assert (person.worked, person.shifts[0].tips) == (worked, Money(1250, "EUR"))
        assert stored.shop.reads.labor.to_look_at(stored.clock.now()) == ()
        (told,) = stored.shop.reads.labor.clock(ana.id, stored.clock.now()).unseen
        assert told.by_name == "Carla Lombardi"
    assert len(terminals.digests()) == 1
