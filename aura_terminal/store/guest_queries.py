"""Guests, read from their folds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.guests import Guest, digits_of
from aura_terminal.domain.ids import FeedbackId, GuestId, ItemId, OrderId
from aura_terminal.domain.loyalty import LoyaltyAccount, LoyaltyProgramme, LoyaltyTier, Reward, purse_of
from aura_terminal.domain.menu import Item
from aura_terminal.ports.guest_sheets import guest_sheet
from aura_terminal.ports.guests import FeedbackRow, GuestRow, GuestSheet, birthday_keys
from aura_terminal.ports.reads import OrderRow
from aura_terminal.store.fold_guests import phone_key, text_key
from aura_terminal.store.groups import json_list
from aura_terminal.store.house import KIN
from aura_terminal.store.moments import instant
from aura_terminal.store.order_queries import ORDER_ROW, order_rows
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

SHORTEST_NUMBER = 3
SURE_OF_A_NUMBER = 7

_POINTS = """(WITH RECURSIVE down(id) AS (
  SELECT g.guest_id UNION SELECT guest_id FROM guests JOIN down ON merged_into = id
) SELECT coalesce(sum(balance), 0) FROM loyalty WHERE guest_id IN (SELECT id FROM down))"""
_ROW = f"SELECT g.guest_id, g.first_name, g.last_name, g.phone, g.email, {_POINTS}, g.phone_key FROM guests AS g"
_KNOWN = "g.merged_into IS NULL AND g.is_erased = 0 AND g.registered_us IS NOT NULL"
_BY_PHONE = literal(f"""{_ROW} WHERE {_KNOWN} AND g.phone_key <> ''
AND (g.phone_key >= :key AND g.phone_key < :after OR g.phone_key IN (SELECT value FROM json_each(:shorter)))
ORDER BY g.name_key, g.guest_id LIMIT :most""")
_SEARCH = literal(f"""{_ROW} WHERE {_KNOWN}
AND (g.name_key LIKE :begin ESCAPE '\\' OR g.name_key LIKE :word ESCAPE '\\' OR g.email_key LIKE :begin2 ESCAPE '\\')
ORDER BY g.name_key, g.guest_id LIMIT :most""")
_ALIKE = literal(f"""{_ROW} WHERE {_KNOWN} AND g.phone_key IN (
  SELECT phone_key FROM guests AS g WHERE {_KNOWN} AND phone_key <> '' GROUP BY phone_key HAVING count(*) > 1
) ORDER BY g.phone_key, g.guest_id""")
_BIRTHDAYS = literal(f"""{_ROW.replace("g.phone_key FROM", "g.phone_key, g.birthday FROM")} WHERE {_KNOWN}
AND substr(g.birthday, 6) IN (SELECT value FROM json_each(:keys)) ORDER BY g.guest_id""")
_FEEDBACK = literal("""SELECT feedback_id, given_us, rating, comments, order_id, guest_id, answers FROM feedback
ORDER BY given_us DESC, feedback_id DESC LIMIT :most""")
_ORDERS = literal(f"""{ORDER_ROW} WHERE guest_id IN (SELECT value FROM json_each(:ids))
ORDER BY opened_us DESC, order_id DESC LIMIT :most""")


class GuestQueries:
    """The GuestReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def by_phone(self, phone: str, limit: int) -> tuple[GuestRow, ...]:
        key = phone_key(phone)
        if len(digits_of(phone)) < SHORTEST_NUMBER or not key:
            return ()
        shorter = [key[:length] for length in range(SURE_OF_A_NUMBER, len(key))]
        rows = self._reading.rows(_BY_PHONE, (key, f"{key}:", json_list(shorter), limit))  # ":" follows "9"
        return tuple(map(_row, rows))

    def search(self, text: str, limit: int) -> tuple[GuestRow, ...]:
        key = text_key(" ".join(text.split()))
        if not key:
            return ()
        if digits_of(key) and not any(letter.isalpha() for letter in key):
            return self.by_phone(key, limit)
        begin = key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        return tuple(map(_row, self._reading.rows(_SEARCH, (begin, f"% {begin}", begin, limit))))

    def sheet(self, guest_id: GuestId) -> GuestSheet:
        kin = [GuestId(row[0]) for row in self._reading.rows(KIN, (guest_id,))]
        guest: Guest = self._reading.aggregate(Aggregate.GUEST, kin[0]).state
        if not guest.is_known:
            raise NotFound("guest", guest_id)
        accounts: list[LoyaltyAccount] = [one.state for one in self._reading.aggregates(Aggregate.LOYALTY, kin)]
        shelf = self._reading.shelf
        tier = next((one.stated.tier for one in accounts if one.stated is not None and one.stated.tier), "")
        programme = next((one for one in shelf.all(LoyaltyProgramme) if one.active), None)
        names = {item_id: found.name for item_id in guest.favourites if (found := self._item(item_id)) is not None}
        entries: list[Guest] = [guest, *(one.state for one in self._reading.aggregates(Aggregate.GUEST, kin[1:]))]
        stated = [said for one in entries for said in one.stated.values()]
        return guest_sheet(
            guest, kin, purse_of(accounts), tier, programme, shelf.all(LoyaltyTier), shelf.all(Reward), names, stated
        )

    def orders(self, guest_id: GuestId, limit: int) -> tuple[OrderRow, ...]:
        kin = [row[0] for row in self._reading.rows(KIN, (guest_id,))]
        return order_rows(self._reading, _ORDERS, (json_list(kin), limit))

    def birthdays(self, day: date, days: int) -> tuple[tuple[date, GuestRow], ...]:
        keys = birthday_keys(day, days)
        rows = self._reading.rows(_BIRTHDAYS, (json_list(list(keys)),))
        found = [(keys[str(row[7])[5:]], _row(row)) for row in rows]
        return tuple(sorted(found, key=lambda each: (each[0], each[1].name.casefold(), each[1].guest_id)))

    def alike(self) -> tuple[tuple[GuestRow, ...], ...]:
        rows = self._reading.rows(_ALIKE)
        return tuple(tuple(map(_row, group)) for _, group in groupby(rows, key=_phone_key_of))

    def feedback(self, limit: int) -> tuple[FeedbackRow, ...]:
        return tuple(
            FeedbackRow(
                FeedbackId(row[0]), instant(row[1]), row[2], row[3], None if row[4] is None else OrderId(row[4]),
                None if row[5] is None else GuestId(row[5]), row[6],
            )
            for row in self._reading.rows(_FEEDBACK, (limit,))
        )  # fmt: skip

    def _item(self, item_id: ItemId) -> Item | None:
        try:
            return self._reading.shelf.get(Item, item_id)
        except NotFound:
            return None


def _row(row: Sequence[Any]) -> GuestRow:  # a row of _ROW
    return GuestRow(GuestId(row[0]), f"{row[1]} {row[2]}".strip(), row[3], row[4], row[5])


def _phone_key_of(row: Sequence[Any]) -> str:  # a row of _ROW
    return str(row[6])
