"""Which devices hang on this terminal: the tables [[devices]] of settings.toml. Secrets are never in them.

On the start path: nothing heavy is imported here. What a model's address, profile and options must look like is known
to the catalogue of devices, which refuses in words what it cannot use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from aura_terminal.app.setting_kinds import OneOf, SettingKind, Text, TextList, TextTable


class DeviceKind(StrEnum):
    """What a device is for."""

    PRINTER = "printer"
    LABEL_PRINTER = "label_printer"
    CARD_READER = "card_reader"
    CUSTOMER_DISPLAY = "customer_display"
    SCALE = "scale"
    SCANNER = "scanner"
    MAIL = "mail"


class DeviceModel(StrEnum):
    """What is at a device's address; `SIMULATED` is the other side of each kind's wire, played by this program."""

    SIMULATED = "simulated"
    ESCPOS = "escpos"
    EPOS = "epos"
    STAR = "star"
    ZPL = "zpl"
    STAND_ALONE = "stand_alone"
    NEXO = "nexo"
    ZVT = "zvt"
    CONCERT = "concert"
    CAISSE_AP = "caisse_ap"
    CLOUD = "cloud"
    EPSON_DM = "epson_dm"
    CD5220 = "cd5220"
    TOLEDO_8217 = "toledo_8217"
    SMA = "sma"
    MT_SICS = "mt_sics"
    CAS = "cas"
    SERIAL_SCANNER = "serial_scanner"
    SMTP = "smtp"
    WINDOW = "window"
    DSP800 = "dsp800"
    AEDEX = "aedex"
    LD220 = "ld220"
    KEYBOARD = "keyboard"


MODELS_OF: Mapping[DeviceKind, tuple[DeviceModel, ...]] = MappingProxyType(
    {
        DeviceKind.PRINTER: (DeviceModel.SIMULATED, DeviceModel.ESCPOS, DeviceModel.EPOS, DeviceModel.STAR),
        DeviceKind.LABEL_PRINTER: (DeviceModel.SIMULATED, DeviceModel.ZPL),
        DeviceKind.CARD_READER: (
            DeviceModel.SIMULATED,
            DeviceModel.STAND_ALONE,
            DeviceModel.NEXO,
            DeviceModel.ZVT,
            DeviceModel.CONCERT,
            DeviceModel.CAISSE_AP,
            DeviceModel.CLOUD,
        ),
        DeviceKind.CUSTOMER_DISPLAY: (
            DeviceModel.SIMULATED,
            DeviceModel.WINDOW,
            DeviceModel.EPSON_DM,
            DeviceModel.CD5220,
            DeviceModel.DSP800,
            DeviceModel.AEDEX,
            DeviceModel.LD220,
        ),
        DeviceKind.SCALE: (
            DeviceModel.SIMULATED,
            DeviceModel.TOLEDO_8217,
            DeviceModel.SMA,
            DeviceModel.MT_SICS,
            DeviceModel.CAS,
        ),
        DeviceKind.SCANNER: (DeviceModel.SERIAL_SCANNER, DeviceModel.KEYBOARD),
        DeviceKind.MAIL: (DeviceModel.SMTP,),
    }
)
NEEDS_NO_ADDRESS = frozenset({DeviceModel.SIMULATED, DeviceModel.STAND_ALONE, DeviceModel.WINDOW, DeviceModel.KEYBOARD})


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    """One device: what it is called, what it is, where it is and which jobs go to it.

    `backups` name the devices that take this one's paper over, in order. `options` are words of the model alone.
    """

    name: str
    kind: DeviceKind = DeviceKind.PRINTER
    model: DeviceModel = DeviceModel.SIMULATED
    address: str = ""
    profile: str = "generic-80"
    routes: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


CARD_TERMINAL = "Card terminal"


def stand_alone_readers(rows: Iterable[DeviceSettings]) -> tuple[str, ...]:
    """The card terminals at which amounts are typed by hand; a shop that names none at all has one of those."""
    readers = [row for row in rows if row.kind is DeviceKind.CARD_READER]
    if not readers:
        return (CARD_TERMINAL,)
    return tuple(row.name for row in readers if row.model is DeviceModel.STAND_ALONE)


DEVICE_KINDS: Mapping[str, SettingKind] = {
    "name": Text(pattern=r".*\S.*", says="a name, such as Receipt printer"),
    "kind": OneOf(DeviceKind),
    "model": OneOf(DeviceModel),
    "address": Text(says="an address, such as tcp://192.168.1.50:9100"),
    "profile": Text(pattern=r"\S+", says="a printer profile, such as generic-80"),
    "routes": TextList(),
    "backups": TextList(),
    "options": TextTable(),
}
