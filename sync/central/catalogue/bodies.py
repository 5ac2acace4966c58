"""Documents of the shop as the API shows them; what an extra says beyond them is laid under."""

from __future__ import annotations

from typing import Any

from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.shop import Area, Table
from aura_terminal.domain.staff import Role, StaffMember
from sync.central.store.desk import Desk

Body = dict[str, Any]


def item(desk: Desk, one: Item, extra: Body) -> Body:
    """Reference, "GET /api/v1/menu/items"."""
    shelf = desk.shelf
    category = shelf.documents.get(("category", one.category))
    name = category.name if isinstance(category, Category) else one.category
    groups = [group for group in (_group(desk, id_) for id_ in one.modifier_groups) if group is not None]
    return {
        "name": one.name, "description": one.description, "category": name,
        "category_id": shelf.numbers.get("category", {}).get(one.category), "price": one.price.plain(),
        "is_active": one.active, "dietary_flags": list(one.dietary), "allergens": list(one.allergens),
        "calories": one.calories or None, "preparation_time_minutes": one.prep_minutes or None,
        "image_url": one.image or None, "sku": one.sku or None, "barcode": one.barcode or None,
        "tax_category": one.tax_category or (category.tax_category if isinstance(category, Category) else ""),
        "station": one.station or (category.station if isinstance(category, Category) else ""),
        "modifiers": [
            {"id": shelf.numbers["modifier"][modifier.id], "name": modifier.name, "price": modifier.price.plain()}
            for group in groups
            for modifier in group.modifiers
        ],
        "modifier_groups": [
            {
                "id": shelf.numbers["modifier_group"][group.id], "name": group.name, "minimum": group.minimum,
                "maximum": group.maximum,
                "modifier_ids": [shelf.numbers["modifier"][modifier.id] for modifier in group.modifiers],
            }
            for group in groups
        ],
        "variants": [
            {"id": shelf.numbers["variant"][variant.id], "name": variant.name, "price": variant.price.plain()}
            for variant in one.variants
        ],
    }  # fmt: skip


def category(desk: Desk, one: Category, extra: Body) -> Body:
    """A category of the menu."""
    return {
        "name": one.name, "display_order": one.position, "is_active": True, "station": one.station,
        "tax_category": one.tax_category,
    }  # fmt: skip


def table(desk: Desk, one: Table, extra: Body) -> Body:
    """A table of the floor; its status is an extra."""
    area = desk.shelf.documents.get(("area", one.area))
    return {
        "table_number": one.number, "capacity": one.seats, "area": area.name if isinstance(area, Area) else one.area,
        "shape": one.shape, "position": {"x": one.x, "y": one.y}, "size": {"width": one.w, "height": one.h},
    }  # fmt: skip


def member(desk: Desk, one: StaffMember, extra: Body) -> Body:
    """Reference, "GET /api/v1/staff"; what only the back office knows is an extra, such as a title of its own."""
    job = str(extra.get("job") or "")
    first, _, last = one.name.partition(" ")
    roles = [role.id for role in desk.shelf.all(Role) if role.id in one.roles]
    return {
        "first_name": first, "last_name": last, "full_name": f"{last} {first}".strip(), "roles": [*roles, *_job(job)],
        "role": job or (roles[0] if roles else ""),
        "status": "active" if one.active else "inactive",
        "employee_id": f"EMP{desk.shelf.numbers['staff'][one.id]:03d}",
    }  # fmt: skip


def schedule(desk: Desk, one: Schedule, extra: Body) -> Body:
    """Reference, "POST /api/v1/staff/schedules"."""
    member = desk.shelf.documents.get(("staff", one.staff_id))
    number = desk.shelf.numbers.get("staff", {}).get(one.staff_id, 0)
    return {
        "employee_id": number, "employee_name": member.name if isinstance(member, StaffMember) else "",
        "shift_date": one.shift_date.isoformat(), "start_time": one.starts.isoformat("minutes"),
        "end_time": one.ends.isoformat("minutes"), "break_duration_minutes": one.break_minutes,
        "position": one.position or None, "section": one.section or None, "notes": one.notes or None,
    }  # fmt: skip


def _job(job: str) -> list[str]:
    return [job] if job else []


def _group(desk: Desk, group_id: str) -> ModifierGroup | None:
    found = desk.shelf.documents.get(("modifier_group", group_id))
    return found if isinstance(found, ModifierGroup) else None
