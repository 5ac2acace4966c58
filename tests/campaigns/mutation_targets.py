"""Modules in which a fault loses or doubles money, a sale, a punch or food, and the tests that have to notice it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.noticing import Target

UNIT, STORE = "tests/unit", "tests/integration/store"
DOMAIN, USED, MESH, RECONCILE = f"{UNIT}/domain", f"{UNIT}/use_cases", f"{UNIT}/sync", f"{UNIT}/sync/reconcile"
PRINTER = f"{UNIT}/devices/test_any_history_of_a_printer.py"


def _shop(module: str, *tests: str) -> Target:
    return Target(f"aura_terminal.domain.{module}", tuple(f"{UNIT}/{test}.py" for test in tests), (DOMAIN, USED))


def _used(module: str, *tests: str) -> Target:
    return Target(f"aura_terminal.use_cases.{module}", tuple(f"{USED}/{test}.py" for test in tests), (USED,))


def _kept(module: str, *tests: str) -> Target:
    return Target(f"aura_terminal.store.{module}", tests)


def _told(module: str, *tests: str) -> Target:
    return Target(f"sync.reconcile.{module}", tuple(f"{RECONCILE}/{test}.py" for test in tests), (RECONCILE,))


def _between(module: str, *tests: str) -> Target:
    parts = ("accounts", "company", "exchange", "greeting", "history", "pace", "reaching", "trouble")
    own = tuple(f"{MESH}/{test}.py" for test in tests)
    return Target(f"sync.{module}", own, tuple(f"{MESH}/test_mesh_{part}.py" for part in parts))


TARGETS: Mapping[str, Target] = {
    # what is charged, paid and counted
    "money": _shop("money", "domain/test_money"),
    "tax": _shop("tax", "domain/test_tax", "domain/test_orders"),
    "discounts": _shop("discounts", "domain/test_discounts", "domain/test_discounted_orders"),
    "order_money": _shop(
        "order_money",
        "domain/test_what_orders_come_to", "use_cases/test_conflicts", "sync/subscribers/test_events",
    ),
    "lines": _shop(
        "lines",
        "domain/test_parts_of_lines", "domain/test_rests_of_lines", "domain/test_orders", "domain/test_facts_that_meet",
        "use_cases/test_weighing",
    ),
    "charges": _shop("charges", "domain/test_service_charges", "use_cases/test_service_desk"),
    "tips_asked": _shop("waiving", "domain/test_tips_asked", "domain/test_service_charges"),
    "value": _shop("value", "domain/test_value_accounts", "domain/test_invoicing", "use_cases/test_stored_value"),
    "tip_shares": _shop("tip_sharing", "domain/test_tip_sharing", "use_cases/test_tips"),
    "decisions": _shop("deciding", "domain/test_transfers", "domain/test_merging", "use_cases/test_conflicts"),
    "transfers": _shop("transfers", "domain/test_transfers", "domain/test_merging", "domain/test_combos"),
    "promotions": _shop("promotions", "domain/test_points_and_uses", "domain/test_promotions"),
    "points": _shop("loyalty", "domain/test_points_and_uses", "domain/test_points_and_supplies"),
    "payments": _shop("payments", "domain/test_cash_payments", "domain/test_what_orders_come_to"),
    "returns": _shop(
        "returns",
        "domain/test_returns", "domain/test_service_charges", "use_cases/test_returns",
    ),
    "bill_sharing": _shop(
        "bill_sharing",
        "domain/test_sharing_bills", "domain/test_what_shares_come_to", "use_cases/test_sharing",
    ),
    "shares": _shop(
        "shares",
        "domain/test_what_shares_come_to", "use_cases/test_sharing", "domain/test_shared_apart",
        "domain/test_failure_18_shares", "domain/test_merging",
    ),
    "share_parts": _shop(
        "share_parts",
        "domain/test_what_shares_come_to", "domain/test_sharing_bills", "use_cases/test_sharing",
        "domain/test_shared_apart", "domain/test_failure_18_shares",
    ),
    "line_parts": _shop(
        "line_parts",
        "domain/test_rests_of_lines", "domain/test_parts_of_lines", "domain/test_facts_that_meet", "domain/test_fires",
    ),
    "drawers": _shop("cash", "domain/test_cash"),
    "drawer_rules": _shop("cash_rules", "domain/test_cash"),
    "cash_taken": _shop("cash_taken", "domain/test_what_orders_come_to"),
    "day_sums": _shop(
        "day_sums",
        "domain/test_day_figures", "domain/test_day_totals", "domain/test_service_charges",
        "domain/test_tips_of_reversed_payments",
    ),
    "closings": _shop(
        "closing",
        "domain/test_z_reports", "domain/test_days_of_several_terminals", "use_cases/test_closing",
        "use_cases/test_days_and_closings_of_terminals_apart", "use_cases/test_shift_reports",
    ),
    "business_day": _shop("business_day", "domain/test_business_day"),
    "paying": _used(
        "paying",
        "test_selling", "test_money_token", "test_people", "test_hours", "test_reprinting", "test_cards",
        "test_service_desk",
    ),
    # orders as terminals fold them that did not hear each other
    "orders": _shop("order_fold", "domain/test_facts_that_meet", "domain/test_combos"),
    "shared_orders": _shop("sharing_fold", "domain/test_lines_at_other_orders"),
    "served_orders": _shop(
        "service_fold",
        "domain/test_facts_that_meet", "domain/test_service_charges", "use_cases/test_service_desk",
        "use_cases/test_service_of_terminals_apart",
    ),
    "joining": _shop("joining", "domain/test_lines_at_other_orders"),
    "moving": _shop("moving", "domain/test_fires"),
    "covering": _shop("covering", "domain/test_lines_at_other_orders"),
    "order_end": _shop("order_end", "domain/test_lines_at_other_orders"),
    "conflicts": _shop("conflicts", "domain/test_conflicts_of_orders", "domain/test_value_accounts"),
    "token": _shop("money_token", "domain/test_fires"),
    # what is cooked
    "kitchen": _shop("kitchen", "domain/test_kitchen_tickets", "domain/test_cooked_once"),
    "cooked_once": _shop("cooked_once", "domain/test_cooked_once"),
    "fires": _shop("firing", "domain/test_fires", "domain/test_cooked_once"),
    "torn_fires": _shop("torn_fires", "domain/test_fires"),
    "delivery": _used("delivery", "test_delivery"),
    # who works here, and what is there
    "staff": _shop("staff", "domain/test_pins_and_rights", "domain/test_reach_of_rights"),
    "rights": _shop("rights", "domain/test_reach_of_rights"),
    "access": _used("access", "test_access"),
    "labor": _shop(
        "labor",
        "domain/test_labor", "domain/test_reading_punches", "domain/test_labor_changes", "domain/test_labor_hours",
    ),
    "stock": _shop("stock", "domain/test_stock_levels", "use_cases/test_stock", "domain/test_merging"),
    # what is kept and printed
    "chain": _shop("chain", "store/test_chain"),
    "verify": _kept("verify", f"{UNIT}/store/test_verify_links.py", f"{STORE}/test_verify.py"),
    "receiving": Target(
        "aura_terminal.store.receiving",
        (f"{STORE}/test_receiving_on_a_bad_disk.py", f"{STORE}/test_receiving.py"),
        (f"{STORE}/test_backlog.py", f"{STORE}/test_retention.py"),
    ),
    "arrivals": Target(
        "aura_terminal.store.arrivals",
        tuple(f"{STORE}/test_{test}.py" for test in ("receiving_on_a_bad_disk", "receiving")),
        tuple(f"{STORE}/test_{test}.py" for test in ("bad_deliveries", "backlog", "sharing_apart", "value_apart")),
    ),
    "paper_queue": _used("paper_queue", "test_paper_queue", "test_paper_decisions"),
    "spool": _kept("spool", f"{STORE}/test_spool.py", f"{STORE}/test_spool_reads.py"),
    "spooling": Target(
        "devices.spooling",
        (
            PRINTER,
            *(
                f"{UNIT}/devices/test_{test}.py"
                for test in ("acts_of_a_worker", "device_worker", "detours", "claims", "drawer_watch")
            ),
        ),
    ),
    "spool_policy": Target(
        "devices.spool_policy",
        (f"{UNIT}/devices/test_spool_policy.py", PRINTER, f"{UNIT}/devices/test_device_worker.py"),
    ),
    # between terminals
    "vector": _between("vector", "test_vector"),
    "supply": _between("mesh.supply", "test_supply"),
    "beats": _between("mesh.beats", "test_beats"),
    "tokens": _between("mesh.tokens", "test_tokens"),
    "taking": _between("mesh.taking", "test_taking"),
    "intake": _between("mesh.intake", "test_intake"),
    # what a back office is told
    "budget": _told("budget", "test_budget_acts", "test_budget"),
    "hooks": _told("hooks", "test_hooks"),
    "gateway": _told("gateway", "test_gateway", "test_gateway_turns"),
    "planning": _told("planning", "test_planning", "test_planning_beside_others", "test_courier", "test_doubts"),
    "keys": _told("keys", "test_keys", "test_translator"),
    "settling": _told("settling", "test_settling", "test_courier"),
    "guests": Target(
        "sync.reconcile.guests",
        (
            f"{RECONCILE}/test_guest_book.py",
            *(f"{MESH}/connectors/{test}.py" for test in ("auraconnect/test_guests", "auraflow/test_customers")),
        ),
    ),
}  # fmt: skip
