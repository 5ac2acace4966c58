"""People as lines of a CSV file and back: names, roles, jobs; never PINs or badges.

Columns: id, name, initials, roles, active, jobs. Roles are named by id or name with `|` between them, jobs as
`Cook 16.20 | Server`. A line without an id is somebody new.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from aura_terminal.domain.ids import RoleId, StaffId
from aura_terminal.domain.money import Money, parse_money
from aura_terminal.domain.staff import Job, Role, StaffMember

COLUMNS = ("id", "name", "initials", "roles", "active", "jobs")
YES, NO = frozenset({"yes", "true", "1", "x", ""}), frozenset({"no", "false", "0"})
BETWEEN = "|"
_RATE = re.compile(r"(.*?)\s+(\d+(?:[.,]\d+)?)$")
_NOT_AN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a field: the line of the file from 1, the column's name, a code for words and the text."""

    line: int
    column: str
    code: str
    text: str = ""


class FlawedFile(Exception):
    """Nothing of the file is taken; every flaw there is."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__(f"{len(flaws)} flaws")
        self.flaws = tuple(flaws)


def newcomer(name: str, known: Mapping[StaffId, StaffMember]) -> StaffMember:
    """Somebody who begins to work here, with an id made of the name and nothing they may do yet."""
    initials = "".join(word[:1] for word in name.split())[:2].upper()
    return StaffMember(StaffId(_new_id(name, known)), name.strip(), initials, (), len(known) % 10)


def written(members: Iterable[StaffMember], roles: Mapping[RoleId, Role]) -> str:
    """The lines of a file that brings these people back as they are."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for one in members:
        named = (roles[role].name if role in roles else role for role in one.roles)
        jobs = (f"{job.name} {job.rate.plain()}" if job.rate else job.name for job in one.jobs)
        lines.writerow([
            one.id, _safe(one.name), one.initials, f" {BETWEEN} ".join(named), "yes" if one.active else "no",
            f" {BETWEEN} ".join(jobs),
        ])  # fmt: skip
    return text.getvalue()


def read(
    text: str, known: Mapping[StaffId, StaffMember], roles: Mapping[RoleId, Role], currency: str
) -> tuple[StaffMember, ...]:
    """The people of a file, each as they were with what the file says. Raises FlawedFile with every flaw."""
    plain = text.removeprefix("\ufeff")
    first = plain.partition("\n")[0]
    rows = list(csv.reader(io.StringIO(plain), delimiter=";" if first.count(";") > first.count(",") else ","))
    head = [name.strip().casefold() for name in rows[0]] if rows else []
    missing = [Flaw(1, name, "column_missing") for name in ("name", "roles") if name not in head]
    if missing:
        raise FlawedFile(missing)
    reader = _Reader(head, known, roles, currency)
    found = [reader.member(number, row) for number, row in enumerate(rows[1:], 2) if any(map(str.strip, row))]
    if reader.flaws:
        raise FlawedFile(reader.flaws)
    return tuple(found)


class _Reader:
    def __init__(
        self, head: list[str], known: Mapping[StaffId, StaffMember], roles: Mapping[RoleId, Role], currency: str
    ) -> None:
        self._head, self._known, self._currency = head, known, currency
        self._roles = {role.name.casefold(): id for id, role in roles.items()} | {id.casefold(): id for id in roles}
        self._seen: set[str] = set()
        self.flaws: list[Flaw] = []

    def member(self, number: int, row: list[str]) -> StaffMember:
        values = dict(zip(self._head, (value.strip() for value in row), strict=False))
        name = values.get("name", "").removeprefix("'")
        if not name:
            self.flaws.append(Flaw(number, "name", "name_missing"))
        staff_id = StaffId(values.get("id", "") or _new_id(name, {*self._seen, *self._known}))
        if staff_id in self._seen:
            self.flaws.append(Flaw(number, "id", "twice", staff_id))
        self._seen.add(staff_id)
        before = self._known.get(staff_id) or replace(newcomer(name, self._known), id=staff_id)
        active = values.get("active", "yes").casefold()
        if active not in YES | NO:
            self.flaws.append(Flaw(number, "active", "yes_or_no", active))
        initials = (
            values.get("initials", "") or before.initials or "".join(word[:1] for word in name.split())[:2].upper()
        )
        jobs = self._jobs(number, values["jobs"], before) if "jobs" in values else before.jobs
        return replace(
            before, name=name, initials=initials[:3], roles=self._named(number, values.get("roles", "")),
            active=active in YES, jobs=jobs,
        )  # fmt: skip

    def _named(self, number: int, text: str) -> tuple[RoleId, ...]:
        found = []
        for name in filter(None, (part.strip() for part in text.split(BETWEEN))):
            role = self._roles.get(name.casefold())
            if role is None:
                self.flaws.append(Flaw(number, "roles", "role_unknown", name))
            else:
                found.append(role)
        return tuple(dict.fromkeys(found))

    def _jobs(self, number: int, text: str, before: StaffMember) -> tuple[Job, ...]:
        rates = {job.name: job.rate for job in before.jobs}
        found = []
        for part in filter(None, (part.strip() for part in text.split(BETWEEN))):
            name, rate = part, None
            if match := _RATE.match(part):
                name, rate = match[1].strip(), self._rate(number, match[2])
            found.append(Job(name, rate or rates.get(name)))
        if len({job.name for job in found}) < len(found):
            self.flaws.append(Flaw(number, "jobs", "twice", text))
        return tuple(found)

    def _rate(self, number: int, text: str) -> Money | None:
        try:
            return parse_money(text.replace(",", "."), self._currency)
        except ValueError:
            self.flaws.append(Flaw(number, "jobs", "amount", text))
            return None


def _new_id(name: str, taken: Container[str]) -> str:
    base = _NOT_AN_ID.sub("-", name.casefold()).strip("-") or "staff"
    return next(each for each in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if each not in taken)


def _safe(text: str) -> str:
    """A text a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in "=+-@" else text
