"""Printers for the first run: found, tried with a page, and written into the settings one by one."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from aura_terminal.app.device_answers import find, sampled
from aura_terminal.app.device_file import put_devices, remove_device
from aura_terminal.app.device_settings import DeviceModel, DeviceSettings
from aura_terminal.app.devices import build_devices
from aura_terminal.app.new_shop import PROFILES
from aura_terminal.app.opening import opened
from aura_terminal.app.paper_wordings import wording_of
from aura_terminal.app.settings import SettingsProblem, read_settings
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper_ways import DRAWER_ROUTE, RECEIPT_ROUTE
from aura_terminal.domain.saying import ENGLISH, Wording
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.store.folders import store_file
from aura_terminal.store.locks import Role
from aura_terminal.view_models.first_run_draft import FoundPrinter, Job, Printed, TestPage
from sync.node.device_words import Act, DeviceAnswer, DeviceAsk, Outcome

Search = Callable[[DeviceAsk], DeviceAnswer]
NAMES = {Job.RECEIPTS: "Receipt printer", Job.KITCHEN: "Kitchen printer", Job.BOTH: "Printer"}
COUNTER = (RECEIPT_ROUTE, DRAWER_ROUTE)
_TOLD = {Outcome.DONE: Printed.OUT, Outcome.UNSURE: Printed.UNSURE, Outcome.FAILED: Printed.NOT}


class FirstPrinters:
    """The `PrinterDesk` of one data folder."""

    def __init__(self, folder: Path, clock: Clock, ids: Ids, search: Search = find) -> None:
        self._folder, self._clock, self._ids, self._search = folder, clock, ids, search

    def find(self) -> Sequence[FoundPrinter]:
        """As the port says."""
        answer = self._search(DeviceAsk(self._ids.new(), Act.DISCOVER))
        return tuple(FoundPrinter(each.address, each.title, each.profile) for each in answer.found)

    def print_page(self, printer: FoundPrinter, paper: int) -> TestPage:
        """As the port says."""
        ask = DeviceAsk(
            self._ids.new(), Act.SAMPLE, device=printer.title, model=DeviceModel.ESCPOS.value, address=printer.address,
            profile=_profile(printer, paper),
        )  # fmt: skip
        try:
            answer = sampled(self._folder, self._clock, self._wording, ask)
        except (Unavailable, OSError, ValueError) as trouble:
            return TestPage(Printed.NOT, str(trouble))
        return TestPage(_TOLD[answer.outcome], answer.words)

    def _wording(self) -> Wording:
        """The language of the store that was made just now; English before there is one."""
        if not store_file(self._folder).exists():
            return ENGLISH
        with opened(self._folder, Role.TOOL, self._clock, self._ids) as here:
            return wording_of(here.store.reads.store.profile())

    def keep(self, printer: FoundPrinter, job: Job, paper: int) -> str:
        """As the port says. What had the jobs before has them no more; a played printer without jobs goes."""
        try:
            must_be_usable(self._folder, printer, paper, self._clock)
            return keep_printer(self._folder, printer.address, _profile(printer, paper), job, printer.title)
        except (SettingsProblem, OSError) as trouble:
            raise Unavailable(told("The settings"), str(trouble)) from trouble


def must_be_usable(folder: Path, printer: FoundPrinter, paper: int, clock: Clock) -> None:
    """Refuse an address or a profile that no printer of this terminal can have. Raises SettingsProblem."""
    row = DeviceSettings(
        NAMES[Job.BOTH], model=DeviceModel.ESCPOS, address=printer.address, profile=_profile(printer, paper)
    )
    build_devices((row,), folder, clock)


def keep_printer(folder: Path, address: str, profile: str, job: Job, title: str = "") -> str:
    """Write a printer into the settings of a folder and give it its jobs; what it is called.

    Raises SettingsProblem where it cannot be written.
    """
    rows = read_settings(folder, os.environ, {}).devices
    routes = routes_of(job, rows)
    taken = {row.name for row in rows if row.address != address}
    wanted = title or NAMES[job]
    names = (wanted, *(f"{wanted} {number}" for number in range(2, len(taken) + 3)))
    before = next((row.name for row in rows if row.address == address), "")
    new = DeviceSettings(
        before or next(name for name in names if name not in taken), model=DeviceModel.ESCPOS, address=address,
        profile=profile, routes=routes,
    )  # fmt: skip
    others = [(_without(row, routes), row.name) for row in rows if set(row.routes) & set(routes) and row.name != before]
    put_devices(folder, (*others, (new, before)))
    for row, name in others:
        if not row.routes and row.model is DeviceModel.SIMULATED:
            remove_device(folder, name)
    return new.name


def routes_of(job: Job, rows: Sequence[DeviceSettings]) -> tuple[str, ...]:
    """The routes a printer serves: those of the counter, those of all stations, or both."""
    kitchen = tuple(dict.fromkeys(route for row in rows for route in row.routes if route not in COUNTER))
    return {Job.RECEIPTS: COUNTER, Job.KITCHEN: kitchen or ("kitchen",), Job.BOTH: (*COUNTER, *kitchen)}[job]


def _without(row: DeviceSettings, routes: Sequence[str]) -> DeviceSettings:
    return replace(row, routes=tuple(route for route in row.routes if route not in routes))


def _profile(printer: FoundPrinter, paper: int) -> str:
    return printer.profile or PROFILES[paper]
