"""The kinds of stored data that follow from facts about guests."""

from __future__ import annotations

from sync.central.resources import Kind

GUEST = Kind("guest", "Customer", searched=("name", "email", "phone", "phone_digits"))
PROGRAMME = Kind("loyalty_programme", "Loyalty program", status="is_active")
TIER = Kind("loyalty_tier", "Loyalty tier")
REWARD = Kind("reward", "Reward", status="is_active")
