"""The kinds of stored data that follow from documents of the shop, and the extras kept beside them."""

from __future__ import annotations

from sync.central.resources import Kind

ITEM = Kind(
    "item", "Menu item", searched=("name", "description", "sku"), status="is_active", category="category",
    words="dietary_flags",
)  # fmt: skip
CATEGORY = Kind("category", "Category", status="is_active")
TABLE = Kind(
    "table", "Table", searched=("table_number", "area"), named="table_number", status="status", category="area"
)
STAFF = Kind(
    "staff", "Staff member", searched=("first_name", "last_name", "email", "employee_id"), named="full_name",
    status="status", category="department", words="roles",
)  # fmt: skip

SCHEDULE = Kind(
    "schedule", "Schedule", searched=("employee_name", "position", "section"), named="shift_date",
    category="department", day="shift_date", subject="employee_id",
)  # fmt: skip

PROGRAMME = Kind("loyalty_programme", "Loyalty program", status="is_active")
TIER = Kind("loyalty_tier", "Loyalty tier")
REWARD = Kind("reward", "Reward", status="is_active")
PROMOTION = Kind("promotion", "Promotion", searched=("name", "description", "code"), status="is_active")
SUPPLY = Kind(
    "supply", "Inventory item", searched=("name", "sku"), status="stock_status", category="category",
    subject="supplier_id",
)  # fmt: skip

EXTRAS = {
    kind.name: Kind(f"{kind.name}_extra", kind.title, searched=())
    for kind in (ITEM, CATEGORY, TABLE, STAFF, SCHEDULE, PROGRAMME, TIER, REWARD, PROMOTION, SUPPLY)
}
"""What the API keeps of a thing beyond its document."""
