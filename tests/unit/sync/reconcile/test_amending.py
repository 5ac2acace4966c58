"""What a person puts right by hand changes what is sent, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from aura_terminal.domain.central import CentralChoice, CentralConfirmed, CentralRecord, CentralRefused, record_id
from aura_terminal.domain.field_paths import Plain, value_at
from sync.reconcile.amending import amended
from sync.reconcile.contract import Call, Lane, Step, digest_of, idempotency_key

BODY: Plain = {"table_number": "12", "items": [{"menu_item_id": 10, "quantity": 2}, {"menu_item_id": 15}]}
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ORDER = record_id("auraconnect", "order", "a")
STEP = Step(ORDER, "create", Lane.ORDERS, Call("POST", "/orders", BODY), digest_of(BODY))


def test_a_field_keeps_its_kind() -> None:
    made = amended(STEP, {"items[1].menu_item_id": "16", "table_number": "14"})
    assert made.call.body == {
        "table_number": "14",
        "items": [{"menu_item_id": 10, "quantity": 2}, {"menu_item_id": 16}],
    }


def test_a_correction_goes_out_under_another_key_and_is_not_sent_once_more_when_it_was_taken() -> None:
    record = CentralRecord(STEP.record)
    record.apply(
        CentralRefused(STEP.record, "create", STEP.digest, 422, "refused", "no such table", AT, "table_number")
    )
    decided = record.decide("create", CentralChoice.EDIT, AT, amended=(("table_number", "14"),))
    assert decided is not None
    record.apply(decided)
    made = amended(STEP, record.amended["create"])
    assert idempotency_key("s", made, record.again["create"]) != idempotency_key("s", STEP)
    record.apply(CentralConfirmed(STEP.record, "create", made.digest, "7", AT))
    assert record.is_done("create", STEP.digest)


def test_nothing_amended_is_the_very_step() -> None:
    assert amended(STEP, {}) is STEP


def test_a_missing_field_is_added_and_a_path_into_nothing_is_passed_over() -> None:
    made = amended(STEP, {"notes": "by the window", "items[7].quantity": "3", "table_number.x": "1"})
    assert made.call.body == {**BODY, "notes": "by the window"}  # type: ignore[dict-item]


def test_the_value_at_a_path_is_shown_before_it_is_changed() -> None:
    assert value_at(BODY, "items[0].menu_item_id") == "10"
    assert value_at(BODY, "items[9].menu_item_id") == value_at(BODY, "items") == ""
