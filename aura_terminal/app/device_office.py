"""The devices on this terminal's screens: every word between them, the node and the settings passes here."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.device_file import put_devices, remove_device
from aura_terminal.app.device_settings import DeviceKind, DeviceModel, DeviceSettings
from aura_terminal.app.node_mail import keep_password
from aura_terminal.app.settings import Settings, SettingsProblem, read_settings
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ui.screens.devices.banner import DeviceBannerStrip
from aura_terminal.ui.screens.devices.screen import DevicesScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.view_models.device_banner import DeviceBannerModel
from aura_terminal.view_models.device_cards import Ask, FoundRow, HealthKind, Question, Reply, SetUp
from aura_terminal.view_models.devices import DevicesModel
from aura_terminal.view_models.paper_queue import PaperQueueModel
from aura_terminal.view_models.printer_setup import PrinterSetUpModel
from sync.node.device_words import Act, DeviceAnswer, DeviceAsk, Outcome, encode_ask

if TYPE_CHECKING:
    from aura_terminal.app.supervisor import NodeSupervisor
    from aura_terminal.ui.shell.window import ShellWindow
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

_log = logging.getLogger(__name__)
Rows = tuple[DeviceSettings, ...]
Changed = tuple[tuple[SetUp, str], ...]


class KitchenHand:
    """Who handles paper where nobody signs in: the kitchen's screen itself. It sets nothing up."""

    def __init__(self, terminal: str) -> None:
        rights = frozenset({Permission.BUMP, Permission.RECALL, Permission.REPRINT})
        self._actor = Actor(StaffId(f"screen:{terminal}"), "Kitchen screen", rights)

    def actor(self) -> Actor | None:
        """The screen."""
        return self._actor


class DeviceOffice(QObject):
    """The page of devices and the strip above every screen, kept true by the node, the store and settings.toml."""

    def __init__(
        self, runner: Runner, changes: Changes, session: SessionModel | None, actor: Callable[[], Actor | None],
        folder: Path, settings: Settings, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._session, self._folder = runner, session, folder
        self._supervisor: NodeSupervisor | None = None
        self.devices = DevicesModel(runner, changes, actor, self)
        self.queue = PaperQueueModel(runner, changes, self.devices, actor, self)
        self.set_up = PrinterSetUpModel(runner, self.devices, self)
        self.banners = DeviceBannerModel(self.devices, self.queue, self)
        self.devices.set_up(map(_told, settings.devices))
        self.devices.asked.connect(self._ask)
        self.devices.settings_wanted.connect(self._put)
        self.devices.removal_wanted.connect(self._remove)
        self.devices.password_wanted.connect(self._keep)
        self.banners.alarm.connect(self._beep)

    def offer(self, window: ShellWindow, theme: Theme) -> DevicesScreen:
        """Give the window its page of devices and the strip."""
        page = DevicesScreen(self.devices, self.queue, self.set_up, self._session, theme)
        page.back_requested.connect(window.go_back)
        page.said.connect(window.say)
        window.offer(View.DEVICES, page)
        self._window = window
        strip = DeviceBannerStrip(self.banners, theme)
        strip.devices_wanted.connect(self._lead)
        window.put_banner(strip)
        self.devices.watch.wake()
        self.queue.watch.wake()
        self.devices.refresh()
        self.queue.refresh()
        return page

    def join_node(self, supervisor: NodeSupervisor) -> None:
        """Hear and speak through this node."""
        self._supervisor = supervisor
        supervisor.health.connect(self.devices.health_heard)
        supervisor.device_answered.connect(self._hear)

    @Slot()
    def _lead(self) -> None:
        self._window.go(View.DEVICES)

    @Slot()
    def _beep(self) -> None:
        QApplication.beep()

    @Slot(object)
    def _ask(self, question: Question) -> None:
        if self._supervisor is not None:
            self._supervisor.ask_device(encode_ask(_asked(question)))

    @Slot(object)
    def _hear(self, answer: DeviceAnswer) -> None:
        found = tuple(FoundRow(each.how, each.address, each.title, each.profile) for each in answer.found)
        reply = Reply(
            answer.ask_id,
            Ask(answer.act.value),
            answer.words,
            answer.drawer,
            answer.outcome is Outcome.DONE,
            answer.outcome is Outcome.FAILED,
            found,
        )
        self.devices.reply_heard(reply)

    @Slot(object)
    def _put(self, changes: Changed) -> None:
        self._runner.run(partial(_write, self._folder, changes), self._written)

    @Slot(str)
    def _remove(self, name: str) -> None:
        self._runner.run(partial(_forget, self._folder, name), self._written)

    @Slot(str, str)
    def _keep(self, name: str, password: str) -> None:
        self._runner.run(lambda _: keep_password(self._folder, name, password), lambda _: None)

    def _written(self, outcome: Rows | str) -> None:
        """The settings say so now; the node begins anew with them."""
        if isinstance(outcome, str):
            self.devices.failed.emit(outcome)
            return
        self.devices.set_up(map(_told, outcome))
        if self._supervisor is not None:
            self._supervisor.restart_node()


def _write(folder: Path, changes: Changed, _shop: object) -> Rows | str:
    """Off the screen's thread: the devices the settings name now, or why nothing is written."""
    try:
        rows = {row.name: row for row in read_settings(folder, os.environ, {}).devices}
        for device, before in changes:
            rows.pop(before, None)
            rows[device.name] = _row(device)
        _check(tuple(rows.values()), folder)
        put_devices(folder, ((_row(device), before) for device, before in changes))
        return read_settings(folder, os.environ, {}).devices
    except (SettingsProblem, OSError) as problem:
        _log.warning("device_not_written: %s", problem)
        return str(problem)


def _forget(folder: Path, name: str, _shop: object) -> Rows | str:
    try:
        rest = tuple(each for each in read_settings(folder, os.environ, {}).devices if each.name != name)
        _check(rest, folder)
        remove_device(folder, name)
        return read_settings(folder, os.environ, {}).devices
    except (SettingsProblem, OSError) as problem:
        _log.warning("device_not_removed: %s", problem)
        return str(problem)


def _check(rows: Rows, folder: Path) -> None:
    """As the node will read them: a device that cannot be used is refused before it is written."""
    from aura_terminal.app.devices import build_devices

    build_devices(rows, folder, SystemClock())


def _asked(question: Question) -> DeviceAsk:
    about = question.about or SetUp("")
    return DeviceAsk(
        question.ask_id,
        Act(question.ask.value),
        question.device,
        about.model,
        about.address,
        about.profile,
        about.options,
    )


def _told(row: DeviceSettings) -> SetUp:
    return SetUp(
        row.name, HealthKind(row.kind.value), row.model.value, row.address, row.profile, row.routes, row.backups,
        row.options,
    )  # fmt: skip


def _row(device: SetUp) -> DeviceSettings:
    return DeviceSettings(
        device.name, DeviceKind(device.kind.value), DeviceModel(device.model), device.address, device.profile,
        device.routes, device.backups, device.options,
    )  # fmt: skip
