"""The menu as a file: out and in again changes nothing, slips are told by line, nothing is kept before it is seen."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import CategoryId, ItemId, VariantId
from aura_terminal.domain.menu import ByWeight, Item, Variant
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.weighing import PriceUnit
from aura_terminal.use_cases.menu_editing import Edit
from aura_terminal.use_cases.menu_import import ImportPlan, MenuImport, export_menu, with_ids
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

EUR = "EUR"


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def plan_of(store: MemoryStore, raw: bytes | str) -> ImportPlan:
    data = raw if isinstance(raw, bytes) else raw.encode()
    reading = MenuImport(data, store.shop.reads.catalogue)
    while not reading.step(50):
        pass
    return reading.plan()


def take_in(store: MemoryStore, plan: ImportPlan) -> None:
    edits = with_ids(plan.edits, iter(f"id-{number}" for number in range(10_000)))
    checking = store.shop.menu_editing.prepare(EVERYTHING, edits)
    for start in range(0, len(edits), 7):
        store.shop.menu_editing.take_in(EVERYTHING, edits[start : start + 7], checking)


def rows_of(store: MemoryStore) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export_menu(store.shop.reads.catalogue), newline="")))


def file_of(rows: list[dict[str, str]], comma: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=comma)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def problems(plan: ImportPlan) -> list[tuple[int, str]]:
    return [(one.line, one.column) for one in plan.problems]


def test_what_goes_out_and_comes_in_again_changes_nothing(store: MemoryStore) -> None:
    plan = plan_of(store, export_menu(store.shop.reads.catalogue))
    assert plan.problems == ()
    assert (plan.edits, plan.missing, plan.same) == ((), (), len(rows_of(store)))
    assert plan.same > 100


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PRICE = st.integers(0, 10**6).map(lambda minor: Money(minor, EUR))


@st.composite
def any_items(draw: st.DrawFn) -> Item:
    variants = tuple(
        Variant(VariantId(f"v{number}"), draw(TEXT), draw(PRICE), draw(TEXT))
        for number in range(draw(st.integers(0, 3)))
    )
    weighs = draw(st.booleans()) and not variants
    return Item(
        ItemId("x"), CategoryId("pizza"), draw(TEXT), draw(PRICE), draw(st.integers(1, 99)), draw(TEXT), draw(TEXT),
        draw(TEXT), draw(TEXT), draw(TEXT), course=draw(st.none() | st.integers(0, 9)),
        prep_minutes=draw(st.integers(0, 99)), allergens=tuple(draw(st.lists(TEXT, max_size=3))), variants=variants,
        active=draw(st.booleans()),
        by_weight=ByWeight(draw(st.sampled_from(PriceUnit)), draw(st.integers(0, 500))) if weighs else None,
    )  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=st.lists(any_items(), min_size=1, max_size=6), comma=st.sampled_from(",;"), mark=st.booleans())
def test_any_menu_that_goes_out_and_comes_in_again_changes_nothing(items: list[Item], comma: str, mark: bool) -> None:
    store = demo_store_once()
    documents = [replace(item, id=ItemId(f"any-{number}")) for number, item in enumerate(items)]
    store.shop.administration.put_documents(EVERYTHING, documents)
    raw = file_of(rows_of(store), comma).encode("utf-8-sig" if mark else "utf-8")
    plan = plan_of(store, raw)
    assert (plan.problems, plan.edits, plan.missing) == ((), (), ())


_KEPT: list[MemoryStore] = []


def demo_store_once() -> MemoryStore:
    if not _KEPT:
        _KEPT.append(demo_store())
    return _KEPT[0]


def test_a_file_adds_changes_and_withdraws_as_it_says(store: MemoryStore) -> None:
    rows = rows_of(store)
    named = {row["id"]: row for row in rows}
    named["tiramisu"]["price"] = "9.90"
    named["margherita"]["active"] = "no"
    left_out = named.pop("diavola")
    new = dict.fromkeys(rows[0], "") | {"category": "Soups", "name": "Lentil", "variants": "Cup=4.90|Bowl=7.90"}
    plan = plan_of(store, file_of([*named.values(), new]))
    assert plan.problems == ()
    counts = [len(part) for part in (plan.categories, plan.added, plan.changed, plan.withdrawn, plan.missing)]
    assert counts == [1, 1, 1, 1, 1]
    assert plan.missing[0].document.id == left_out["id"]
    take_in(store, plan)
    menu = store.shop.reads.menu
    assert menu.sheet(ItemId("tiramisu")).item.price == Money(990, EUR)
    lentil = store.shop.reads.catalogue.search("lentil", 1)[0]
    assert [(one.name, one.price.minor) for one in lentil.variants] == [("Cup", 490), ("Bowl", 790)]
    assert [tile.name for tile in menu.tiles(lentil.category)] == ["Lentil"]
    assert "margherita" not in {tile.item_id for tile in menu.tiles(CategoryId("pizza"))}
    assert "diavola" in {tile.item_id for tile in menu.tiles(CategoryId("pizza"))}
    again = plan_of(store, file_of([*named.values(), new]))
    assert (again.edits, again.problems) == ((), ())


def test_slips_are_told_with_their_lines_and_nothing_is_kept(store: MemoryStore) -> None:
    text = (
        "id,category,name,price,station,sku\n"
        ",Pizza,Good one,9.50,,\n"
        ",Pizza,Dear one,nine,,\n"
        ",Pizza,Lost one,9.50,moon,\n"
        'no-such-id,Pizza,"Two\nlines",1.00,,\n'
        ",Pizza,,1.00,,\n"
        ",Pizza,Margherita,-1.00,,\n"
        ",Pizza,Cut,1.00\n"
        ",Pizza,Taken,1.00,,PZ-001\n"
    )
    facts = len(store.journal.entries)
    plan = plan_of(store, text)
    assert sorted(problems(plan)) == [
        (3, "price"), (4, "station"), (5, "id"), (7, "name"), (8, "price"), (9, ""), (10, "sku"),
    ]  # fmt: skip
    assert len(store.journal.entries) == facts


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("category,name,price\nPizza,Käse,9.50\n".encode(), "UTF-8"),
        ("category,name,price\nPizza,Käse,9.50\n".encode("utf-8-sig"), "UTF-8"),
        ("category;name;price\r\nPizza;Käse;9,50\r\n".encode("cp1252"), "Windows-1252"),
    ],
)
def test_a_spreadsheet_may_write_as_it_likes(store: MemoryStore, raw: bytes, encoding: str) -> None:
    plan = plan_of(store, raw)
    assert plan.problems == ()
    new = plan.added[0].after
    assert isinstance(new, Item)
    assert (new.name, new.price, plan.encoding) == ("Käse", Money(950, EUR), encoding)


@pytest.mark.parametrize(
    ("raw", "line", "column"),
    [
        (b"", 1, "category"),
        (b"category,name\n", 2, ""),
        (b"category,name,colour\nA,B,1\n", 1, "colour"),
        (b"category,name,name\nA,B,C\n", 1, "name"),
        (b"category,name,price\nA,\"B,1\n", 2, ""),
        (b"\x81\x8d\x8f", 0, ""),
    ],
)  # fmt: skip
def test_a_file_that_is_no_menu_is_refused(store: MemoryStore, raw: bytes, line: int, column: str) -> None:
    plan = plan_of(store, raw)
    assert (line, column) in problems(plan)
    assert plan.edits == ()


def test_codes_may_change_hands_within_a_file(store: MemoryStore) -> None:
    rows = rows_of(store)
    one, other = (next(row for row in rows if row["id"] == id_) for id_ in ("margherita", "diavola"))
    one["sku"], other["sku"] = other["sku"], one["sku"]
    plan = plan_of(store, file_of(rows))
    assert (plan.problems, len(plan.changed)) == ((), 2)
    checking = store.shop.menu_editing.prepare(EVERYTHING, plan.edits)
    for edit in plan.edits:
        store.shop.menu_editing.take_in(EVERYTHING, [edit], checking)
    assert plan_of(store, file_of(rows)).edits == ()


def test_five_thousand_items_come_in_slices(store: MemoryStore) -> None:
    rows = [{"category": f"Shelf {number % 20}", "name": f"Item {number}", "price": "1.00"} for number in range(5000)]
    reading = MenuImport(file_of(rows).encode(), store.shop.reads.catalogue)
    seen = [reading.progress]
    while not reading.step(500):
        seen.append(reading.progress)
    assert len(seen) > 20
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    plan = reading.plan()
    assert (len(plan.added), len(plan.categories), plan.problems) == (5000, 20, ())


def test_an_edit_of_a_plan_that_is_out_of_date_is_refused(store: MemoryStore) -> None:
    rows = rows_of(store)
    next(row for row in rows if row["id"] == "tiramisu")["price"] = "9.90"
    plan = plan_of(store, file_of(rows))
    item = store.shop.reads.catalogue.documents.get(Item, ItemId("tiramisu"))
    store.shop.menu_editing.keep(EVERYTHING, [Edit(item, replace(item, tag="New"))])
    with pytest.raises(Exception, match="changed_since"):
        take_in(store, plan)


def test_who_may_not_do_all_that_a_file_does_is_told_before_any_of_it(store: MemoryStore) -> None:
    rows = rows_of(store)
    next(row for row in rows if row["id"] == "tiramisu")["price"] = "9.90"
    plan = plan_of(store, file_of(rows))
    pricing = Actor(EVERYTHING.id, "Prices", frozenset({Permission.EDIT_PRICES}))
    store.shop.menu_editing.prepare(pricing, plan.edits)
    rows[0]["tag"] = "New"
    with pytest.raises(RuleBroken, match="not_allowed"):
        store.shop.menu_editing.prepare(pricing, plan_of(store, file_of(rows)).edits)


def test_an_item_whose_category_is_gone_finds_another_one_by_a_file(store: MemoryStore) -> None:
    item = store.shop.reads.catalogue.documents.get(Item, ItemId("tiramisu"))
    store.shop.administration.put_documents(EVERYTHING, [replace(item, category=CategoryId("gone"))])
    plan = plan_of(store, "id,category,name\ntiramisu,Pizza,Tiramisù\n")
    assert plan.problems == ()
    take_in(store, plan)
    assert store.shop.reads.catalogue.items(CategoryId("pizza"))[-1].id == "tiramisu"
