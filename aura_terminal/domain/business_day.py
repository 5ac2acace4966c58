"""The business day: the trading date of an instant, rolling at a set hour, safe when clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """One store's zone and cutoff: what happens before the cutoff still belongs to the evening before."""

    zone: str
    cutoff: time = time(4, 0)

    def date_of(self, instant: datetime) -> date:
        """The business date of an aware instant; never runs backwards, also in the repeated hour of autumn."""
        if instant.tzinfo is None:
            raise ValueError("a business date needs an aware time")
        day = instant.astimezone(ZoneInfo(self.zone)).date()
        # The date of the wall clock can be off by one around the cutoff only, so at most one step back is needed.
        return day if instant >= self.begins(day) else day - timedelta(days=1)

    def begins(self, day: date) -> datetime:
        """The first instant (UTC) of a business date."""
        local = datetime.combine(day, self.cutoff, ZoneInfo(self.zone))
        return local.astimezone(UTC)

    def ends(self, day: date) -> datetime:
        """The first instant (UTC) after a business date."""
        return self.begins(day + timedelta(days=1))

    def local(self, instant: datetime) -> datetime:
        """The instant on the store's wall clock."""
        return instant.astimezone(ZoneInfo(self.zone))
