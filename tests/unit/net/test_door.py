"""What strangers may cost at the door."""

from __future__ import annotations

from sync.net.door import A_SECOND, BURST, MOST_FROM_ONE, MOST_REMEMBERED, MOST_WAITING, Door


def test_an_address_that_comes_too_often_has_to_wait() -> None:
    door = Door()
    assert sum(door.enter("guest", 0.0) is not None for _ in range(100)) == BURST
    assert sum(door.enter("guest", 1.0) is not None for _ in range(100)) == A_SECOND


def test_another_address_is_not_held_back() -> None:
    door = Door()
    for _ in range(100):
        door.enter("guest", 0.0)
    assert door.enter("R2", 0.0) is not None


def test_who_has_proved_itself_may_come_again_as_often_as_it_likes() -> None:
    door = Door()
    for _ in range(10 * BURST):
        entry = door.enter("R2", 0.0)
        assert entry is not None
        door.leave(entry)
        door.forgive("R2")
    assert door.waiting == 0


def test_an_address_with_too_many_at_the_door_makes_room_itself() -> None:
    door = Door()
    honest = door.enter("R2", 0.0)
    crowd = [door.enter("guest", 0.0) for _ in range(MOST_FROM_ONE + 1)]
    assert door.crowded_out() is crowd[0]
    assert door.crowded_out() is None
    assert honest is not None
    assert not honest.put_out


def test_the_longest_waiting_goes_when_many_addresses_crowd_the_door() -> None:
    door = Door()
    crowd = [door.enter(f"guest {number}", 0.0) for number in range(MOST_WAITING + 2)]
    assert [door.crowded_out(), door.crowded_out(), door.crowded_out()] == [crowd[0], crowd[1], None]
    assert door.waiting == MOST_WAITING


def test_a_million_addresses_cost_a_bounded_memory() -> None:
    door = Door()
    for number in range(5 * MOST_REMEMBERED):
        entry = door.enter(f"10.{number}", 0.0)
        assert entry is not None
        door.leave(entry)
    assert len(door._buckets) == MOST_REMEMBERED
