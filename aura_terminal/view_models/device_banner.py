"""The one sentence about devices that everybody at a screen has to see: an open drawer, paper elsewhere, a stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.devices import DetourScope
from aura_terminal.ports.printing import Fault, HealthKind
from aura_terminal.view_models.device_cards import Wellness

if TYPE_CHECKING:
    from aura_terminal.view_models.devices import DevicesModel
    from aura_terminal.view_models.paper_queue import PaperQueueModel


class BannerKind(StrEnum):
    """What a banner is about, the most pressing first."""

    DRAWER_OPEN = "drawer_open"
    DETOUR = "detour"
    STOPPED = "stopped"
    ASKS = "asks"


@dataclass(frozen=True, slots=True)
class Banner:
    """One sentence. `device` is where it hurts, `to` where its paper comes out; `count` pieces of paper wait.

    `id` names the detour for switching back; `since` is on the store's wall clock.
    """

    kind: BannerKind
    device: str
    to: str = ""
    hint: str = ""
    count: int = 0
    id: str = ""
    scope: DetourScope = DetourScope.KITCHEN
    terminal: str = ""
    since: datetime | None = None


class DeviceBannerModel(QObject):
    """Keeps the banners true: `changed` follows when one differs. `alarm` is said once for each drawer left open."""

    changed = Signal()
    alarm = Signal()

    def __init__(self, devices: DevicesModel, queue: PaperQueueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices, self._queue = devices, queue
        self._banners: tuple[Banner, ...] = ()
        devices.changed.connect(self._compose)
        queue.changed.connect(self._compose)

    @property
    def banners(self) -> tuple[Banner, ...]:
        """The most pressing first."""
        return self._banners

    def switch_back(self, banner: Banner) -> None:
        """The paper of that detour comes out at its own device again."""
        self._devices.end_detour(banner.id)

    @Slot()
    def _compose(self) -> None:
        banners = (*self._drawers(), *self._detours(), *self._stopped(), *self._asks())
        if banners == self._banners:
            return
        before = {banner.device for banner in self._banners if banner.kind is BannerKind.DRAWER_OPEN}
        self._banners = banners
        self.changed.emit()
        if any(banner.kind is BannerKind.DRAWER_OPEN and banner.device not in before for banner in banners):
            self.alarm.emit()

    def _drawers(self) -> list[Banner]:
        calendar = self._devices.calendar
        return [
            Banner(
                BannerKind.DRAWER_OPEN,
                each.device,
                hint=each.hint,
                since=None if calendar is None else calendar.local(each.since),
            )
            for each in self._devices.health
            if each.kind is HealthKind.CASH_DRAWER and Fault.DRAWER_OPEN in each.faults
        ]

    def _detours(self) -> list[Banner]:
        return [
            Banner(
                BannerKind.DETOUR,
                each.device,
                each.to,
                each.reason,
                id=each.id,
                scope=each.scope,
                terminal="" if each.terminal == self._devices.here else each.terminal,
            )
            for each in self._devices.detours
        ]

    def _stopped(self) -> list[Banner]:
        """Printers of this terminal that keep paper waiting and have no detour."""
        return [
            Banner(BannerKind.STOPPED, card.name, hint=card.hint, count=self._queue.waiting_at(card.name))
            for card in self._devices.cards
            if card.prints and card.wellness is Wellness.TROUBLE and not card.goes_to
            if self._queue.waiting_at(card.name)
        ]

    def _asks(self) -> list[Banner]:
        asking = [card for card in self._queue.waiting if card.asks]
        return [Banner(BannerKind.ASKS, asking[0].device, count=len(asking))] if asking else []
