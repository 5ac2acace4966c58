"""Having a back office call this terminal: the registration there is found again and changed, never made twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from secrets import token_urlsafe

from sync.reconcile.contract import Call, Reply, Unreadable
from sync.reconcile.office import OfficeHooks
from sync.reconcile.replies import data_of, listing_of

PAGE_SIZE = 100
"""Rows of a page as `OfficeHooks.listed` asks for it."""
MOST_PAGES = 20

Ask = Callable[[Call], Reply]


class NotRegistered(Exception):
    """The back office does not call the address: the status it answered, or what could not be read."""


def registered(hooks: OfficeHooks, ask: Ask, url: str, known_id: str) -> tuple[str, str]:
    """The new secret that calls to this address are signed with, and the id the back office has for it.

    `known_id` is the id it gave last, "" for none. Raises NotRegistered; nothing was changed then.
    """
    assert hooks.subscribe is not None
    secret = token_urlsafe(32)
    hook_id = _found(hooks, ask, url, known_id)
    if hook_id and hooks.change is not None:
        answer = ask(hooks.change(hook_id, url, secret))
        if answer.status != 404:  # gone between the list and now: made anew
            _refuse_unless_well(answer)
            return secret, hook_id
    answer = ask(hooks.subscribe(url, secret))
    _refuse_unless_well(answer)
    try:
        found = data_of(answer).maybe("id")
        return secret, "" if found is None else found.id()
    except Unreadable:
        return secret, ""


def _found(hooks: OfficeHooks, ask: Ask, url: str, known_id: str) -> str:
    """The id of this terminal's registration: the one it was given, else one for the same address; "" for none."""
    if hooks.listed is None:
        return ""
    at_url = ""
    for hook_id, called in _all(hooks.listed, ask):
        if hook_id == known_id:
            return hook_id
        at_url = at_url or (hook_id if called == url else "")
    return at_url


def _all(listed: Callable[[int], Call], ask: Ask) -> Iterator[tuple[str, str]]:
    for number in range(1, MOST_PAGES + 1):
        answer = ask(listed(number))
        _refuse_unless_well(answer)
        try:
            page = listing_of(answer, page=number, page_size=PAGE_SIZE)
            yield from [(row["id"].id(), row["url"].text()) for row in page.rows]
        except Unreadable as wrong:
            raise NotRegistered(str(wrong)) from wrong
        if not page.has_next:
            return
    raise NotRegistered(f"more than {MOST_PAGES} pages of registrations")


def _refuse_unless_well(answer: Reply) -> None:
    if answer.status not in (200, 201):
        raise NotRegistered(str(answer.status))
