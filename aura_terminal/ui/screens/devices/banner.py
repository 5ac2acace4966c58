"""The strip under the bar that says where paper comes out now, or that a drawer stands open."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.screens.devices.words import banner_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.device_banner import BannerKind, DeviceBannerModel


class DeviceBannerStrip(Strip):
    """Shows the most pressing banner of a DeviceBannerModel; `devices_wanted` leads to the page of devices."""

    devices_wanted = Signal()

    def __init__(self, banners: DeviceBannerModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._banners = banners
        banners.changed.connect(self._show)
        self.tapped.connect(self._follow)
        self._show()

    @Slot()
    def _show(self) -> None:
        if not self._banners.banners:
            self.say("", "info", Tone.CALM)
            return
        words, icon, tone, button = banner_words(self._banners.banners[0])
        more = len(self._banners.banners) - 1
        if more:
            words = tr("{words}  (+{n} more)").format(words=words, n=more)
        self.say(words, icon, tone, button)

    @Slot()
    def _follow(self) -> None:
        if not self._banners.banners:
            return
        first = self._banners.banners[0]
        if first.kind is BannerKind.DETOUR:
            self._banners.switch_back(first)
        else:
            self.devices_wanted.emit()
