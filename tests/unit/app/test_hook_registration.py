"""A terminal that has a back office call it finds its registration again, and never makes a second one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from aura_terminal.app.hook_registration import NotRegistered, registered
from sync.connectors.unified.hooks import EVENTS
from sync.connectors.unified.office import OFFICE
from sync.reconcile.contract import Call, Reply, canonical
from sync.reconcile.office import OfficeHooks
from tests.support.chance import FixedClock
from tests.support.contract_server import Answered, encoded
from tests.support.unified_customs import API_KEY
from tests.support.unified_office import UnifiedOffice

HERE, THERE = "https://till.example.com/hooks", "https://other.example.com/hooks"
HEADERS = {"x-api-key": API_KEY, "content-type": "application/json"}
HOOKS = cast(OfficeHooks, OFFICE.hooks)
Asking = Callable[[Call], Reply]


def hook(id_: str, url: str) -> dict[str, Any]:
    return {"id": id_, "url": url, "events": ["email.sent"], "secret": f"of {id_}", "is_active": False}


@pytest.fixture
def office() -> UnifiedOffice:
    return UnifiedOffice(FixedClock())


@pytest.fixture
def asking(office: UnifiedOffice) -> Iterator[Asking]:
    """A way to ask the office, which must be asked as its document says."""
    server = office.serve()

    def asked(call: Call) -> Reply:
        raw = b"" if call.body is None else canonical(call.body)
        return replied(server.answer(call.method, call.path, HEADERS, raw))

    yield asked
    assert server.violations == []


def replied(answered: Answered) -> Reply:
    return Reply(answered.status, {"content-type": "application/json"}, encoded(answered.body))


def test_who_was_never_registered_is_with_a_secret_of_its_own(office: UnifiedOffice, asking: Asking) -> None:
    secret, hook_id = registered(HOOKS, asking, HERE, "")
    assert office.hooks == {
        hook_id: {"id": hook_id, "url": HERE, "events": list(EVENTS), "secret": secret, "is_active": True}
    }
    assert len(secret) >= 32


def test_the_known_registration_is_changed_also_where_another_has_the_address(
    office: UnifiedOffice, asking: Asking
) -> None:
    office.hooks |= {"other": hook("other", HERE), "ours": hook("ours", THERE)}
    secret, hook_id = registered(HOOKS, asking, HERE, "ours")
    assert (hook_id, office.hooks["ours"]["url"], office.hooks["ours"]["secret"]) == ("ours", HERE, secret)
    assert office.hooks["other"] == hook("other", HERE)


def test_one_whose_id_was_lost_is_found_by_its_address_on_any_page(office: UnifiedOffice, asking: Asking) -> None:
    office.hooks |= {f"h{number}": hook(f"h{number}", THERE) for number in range(150)} | {"ours": hook("ours", HERE)}
    secret, hook_id = registered(HOOKS, asking, HERE, "")
    assert (hook_id, office.hooks["ours"]["secret"], office.hooks["ours"]["is_active"]) == ("ours", secret, True)
    assert len(office.hooks) == 151


def test_one_that_somebody_removed_there_is_made_again(office: UnifiedOffice, asking: Asking) -> None:
    _, hook_id = registered(HOOKS, asking, HERE, "long-gone")
    assert list(office.hooks) == [hook_id]


def test_one_that_goes_between_looking_and_changing_is_made_again(office: UnifiedOffice, asking: Asking) -> None:
    office.hooks["ours"] = hook("ours", HERE)

    def meanwhile(call: Call) -> Reply:
        if call.method == "PUT":
            office.hooks.clear()
        return asking(call)

    _, hook_id = registered(HOOKS, meanwhile, HERE, "ours")
    assert list(office.hooks) == [hook_id] != ["ours"]


@pytest.mark.parametrize(
    "reply", [Reply(500, {}, b""), Reply(200, {}, b'{"data": [{"url": 1}]}'), Reply(200, {}, b"<p>")]
)
def test_a_list_that_cannot_be_read_registers_nothing(office: UnifiedOffice, asking: Asking, reply: Reply) -> None:
    with pytest.raises(NotRegistered):
        registered(HOOKS, lambda call: reply if call.method == "GET" else asking(call), HERE, "ours")
    assert office.hooks == {}
