"""Every instant belongs to exactly one business day, wherever the store is and whenever clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.business_day import BusinessCalendar

ZONES = [
    *("Pacific/Honolulu", "America/Los_Angeles", "America/St_Johns", "America/Havana", "America/Santiago", "UTC"),
    *("Europe/Lisbon", "Europe/Berlin", "Asia/Beirut", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland"),
    *("Pacific/Tongatapu", "Africa/Casablanca"),
]
CALENDARS = st.builds(
    BusinessCalendar, st.sampled_from(ZONES), st.sampled_from([time(0), time(2, 30), time(4), time(6, 15)])
)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))


@given(CALENDARS, INSTANTS)
def test_an_instant_lies_inside_its_day(calendar: BusinessCalendar, instant: datetime) -> None:
    day = calendar.date_of(instant)
    assert calendar.begins(day) <= instant < calendar.ends(day)


@given(CALENDARS, INSTANTS, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_the_date_never_runs_backwards(calendar: BusinessCalendar, instant: datetime, later: timedelta) -> None:
    assert calendar.date_of(instant) <= calendar.date_of(instant + later)


@given(CALENDARS, DAYS)
def test_days_follow_each_other_without_gap_or_overlap(calendar: BusinessCalendar, day: date) -> None:
    assert calendar.ends(day) == calendar.begins(day + timedelta(days=1))
    assert timedelta(hours=22) <= calendar.ends(day) - calendar.begins(day) <= timedelta(hours=26)
    assert calendar.date_of(calendar.begins(day)) == day
    assert calendar.date_of(calendar.begins(day) - timedelta(microseconds=1)) == day - timedelta(days=1)


@given(CALENDARS, INSTANTS, st.sampled_from(ZONES))
def test_the_zone_an_instant_is_written_in_does_not_matter(
    calendar: BusinessCalendar, instant: datetime, other: str
) -> None:
    assert calendar.date_of(instant.astimezone(ZoneInfo(other))) == calendar.date_of(instant)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("month", [3, 4, 9, 10, 11])
def test_the_hours_of_a_month_are_the_hours_of_its_days(zone: str, month: int) -> None:
    calendar = BusinessCalendar(zone)
    first, after = date(2026, month, 1), date(2026, month + 1, 1)
    instant, counted = calendar.begins(first), dict[date, int]()
    while instant < calendar.begins(after):
        counted[calendar.date_of(instant)] = counted.get(calendar.date_of(instant), 0) + 1
        instant += timedelta(minutes=30)
    assert list(counted) == [first + timedelta(days=place) for place in range((after - first).days)]
    for day, halves in counted.items():
        assert halves * timedelta(minutes=30) == calendar.ends(day) - calendar.begins(day)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 5, 16, 1, 59, 59, tzinfo=UTC), date(2026, 5, 15)),  # 03:59:59 in Berlin
        (datetime(2026, 5, 16, 2, 0, tzinfo=UTC), date(2026, 5, 16)),
        (datetime(2026, 3, 29, 1, 59, tzinfo=UTC), date(2026, 3, 28)),  # 03:59, an hour after 01:59
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 24)),  # 02:30 for the first time
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 24)),  # and once more
        (datetime(2026, 10, 25, 3, 0, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_a_night_in_berlin(instant: datetime, day: date) -> None:
    assert BusinessCalendar("Europe/Berlin").date_of(instant) == day


def test_a_time_without_a_zone_has_no_business_date() -> None:
    with pytest.raises(ValueError, match="aware"):
        BusinessCalendar("Europe/Berlin").date_of(datetime(2026, 5, 16))
