"""The kinds of stored data that follow from facts about guests."""

from __future__ import annotations

from sync.central.resources import Kind

GUEST = Kind("guest", "Customer", searched=("name", "email", "phone", "phone_digits"), subject="merged_into")
