"""How many requests an account may make: so many an hour, so many a minute (overview, "Rate Limiting").

The hour's count is the database's, shared by all workers; each worker takes it in small portions, so that a request
costs no write. What a stopped worker had taken and not used is lost until the next hour; nobody gets more than the
limit.
The minute's bound keeps bursts away and is each worker's own share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from sync.central.api.errors import Code, Refused
from sync.central.store.database import Database
from sync.central.store.tables import ALLOWANCES

HOUR, MINUTE = 3600, 60
PORTIONS = 100
MOST_STRANGERS = 10_000


@dataclass(frozen=True, slots=True)
class Tier:
    """Requests an hour and a minute; 0 is without limit."""

    hour: int
    minute: int


TIERS: Mapping[str, Tier] = {
    "anonymous": Tier(1000, 100),
    "free": Tier(1000, 100),
    "authenticated": Tier(5000, 500),
    "basic": Tier(10_000, 500),
    "pro": Tier(50_000, 1000),
    "enterprise": Tier(0, 0),
}
"""Overview, "Default Limits"; `authenticated` is the reference's 5,000."""


@dataclass(slots=True)
class _Share:
    began: int = 0
    left: int = 0
    shared_left: int = 0
    minute: int = 0
    in_minute: int = 0
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the headers say: reference, "Rate Limiting"."""

    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Header names and values."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, self.remaining)),
            "X-RateLimit-Reset": str(self.reset),
        }


class Budgets:
    """One worker's view of everybody's budget."""

    def __init__(self, database: Database, workers: int = 1) -> None:
        self._database = database
        self._workers = max(1, workers)
        self._shares: dict[tuple[int, int], _Share] = {}
        self._strangers: dict[str, _Share] = {}
        self._lock = Lock()

    def spend(self, tenant: int, account: int, tier: Tier, now: float) -> Standing:
        """Count one request. Raises Refused (429, RATE_LIMITED) with the seconds to wait."""
        hour = int(now) // HOUR * HOUR
        if not tier.hour:
            return Standing(0, 0, hour + HOUR)
        with self._lock:
            share = self._shares.setdefault((tenant, account), _Share())
        with share.lock:
            self._in_minute(share, tier, int(now))
            if share.began != hour:
                share.began, share.left, share.shared_left = hour, 0, tier.hour
            if not share.left:
                share.left, share.shared_left = self._portion(tenant, account, tier.hour, hour)
            if not share.left:
                raise limited(hour + HOUR - int(now))
            share.left -= 1
            return Standing(tier.hour, share.shared_left + share.left, hour + HOUR)

    def spend_unknown(self, address: str, now: float) -> Standing:
        """Count one request of somebody who did not sign in, in this worker's memory alone. Raises Refused (429)."""
        tier, hour = TIERS["anonymous"], int(now) // HOUR * HOUR
        limit = -(-tier.hour // self._workers)
        with self._lock:
            if len(self._strangers) > MOST_STRANGERS:
                self._strangers.clear()
            share = self._strangers.setdefault(address, _Share())
        with share.lock:
            self._in_minute(share, tier, int(now))
            if share.began != hour:
                share.began, share.left = hour, limit
            if not share.left:
                raise limited(hour + HOUR - int(now))
            share.left -= 1
            return Standing(limit, share.left, hour + HOUR)

    def _in_minute(self, share: _Share, tier: Tier, now: int) -> None:
        minute = now // MINUTE * MINUTE
        if share.minute != minute:
            share.minute, share.in_minute = minute, 0
        if share.in_minute >= -(-tier.minute // self._workers):
            raise limited(minute + MINUTE - now)
        share.in_minute += 1

    def _portion(self, tenant: int, account: int, limit: int, hour: int) -> tuple[int, int]:
        """Take the next portion; answers how many that are, and how many are left for all after it."""
        wanted = max(1, limit // PORTIONS)
        key = (ALLOWANCES.c.tenant == tenant) & (ALLOWANCES.c.account == account) & (ALLOWANCES.c.began == hour)
        try:
            with self._database.writing() as connection:
                used = connection.execute(select(ALLOWANCES.c.used).where(key).with_for_update()).scalar()
                given = min(wanted, limit - (used or 0))
                if used is None:
                    connection.execute(
                        insert(ALLOWANCES), {"tenant": tenant, "account": account, "began": hour, "used": given}
                    )
                elif given > 0:
                    connection.execute(update(ALLOWANCES).where(key), {"used": used + given})
        except IntegrityError:  # another worker took the first portion of this hour at the same moment
            return self._portion(tenant, account, limit, hour)
        return max(0, given), max(0, limit - (used or 0) - given)


def limited(seconds: int) -> Refused:
    """429 with the seconds to wait."""
    return Refused(429, Code.RATE_LIMITED, "Too many requests", retry_after=max(1, seconds))
