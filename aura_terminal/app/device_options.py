"""What a shop set differently from a printer's profile: the words of `options` in the settings of one device."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from aura_terminal.domain.paper import CutStyle
from aura_terminal.domain.telling import told
from devices.printers.profiles import BuzzerAbility, CodePage, DrawerSensor, PrinterProfile, Proof, StatusAbility

LEAST_COLUMNS, MOST_COLUMNS = 16, 64


def adapted(profile: PrinterProfile, options: Iterable[tuple[str, str]]) -> PrinterProfile:
    """The profile as the options have it; `ValueError` names an option or a value there is not."""
    for name, value in options:
        if name not in OPTIONS:
            raise ValueError(
                told("there is no option {name!r}; known are {options}", name=name, options=", ".join(OPTIONS))
            )
        profile = OPTIONS[name](profile, value)
    return profile


def _confirm(profile: PrinterProfile, value: str) -> PrinterProfile:
    if value != "none":
        raise ValueError(told('the option "confirm" is "none", or left out'))
    drawer = replace(profile.drawer, sensor=DrawerSensor.NONE)
    return replace(profile, status=StatusAbility.NONE, proof=Proof.NONE, drawer=drawer)


def _columns(profile: PrinterProfile, value: str) -> PrinterProfile:
    if not value.isascii() or not value.isdigit() or not LEAST_COLUMNS <= int(value) <= MOST_COLUMNS:
        raise ValueError(
            told(
                'the option "columns" is a whole number from {least} to {most}',
                least=LEAST_COLUMNS,
                most=MOST_COLUMNS,
            )
        )
    columns = int(value)
    return replace(profile, columns=columns, dots=profile.dots * columns // profile.columns // 8 * 8)


def _cutter(profile: PrinterProfile, value: str) -> PrinterProfile:
    styles = {"none": None, "full": CutStyle.FULL, "partial": CutStyle.PARTIAL}
    if value not in styles:
        raise ValueError(told('the option "cutter" is one of {styles}', styles=", ".join(styles)))
    return replace(profile, cutter=styles[value])


def _drawer_pin(profile: PrinterProfile, value: str) -> PrinterProfile:
    if value not in ("2", "5"):
        raise ValueError(told('the option "drawer_pin" is 2 or 5'))
    return replace(profile, drawer=replace(profile.drawer, pin=int(value)))


def _drawer_sensor(profile: PrinterProfile, value: str) -> PrinterProfile:
    if value not in list(DrawerSensor):
        raise ValueError(told('the option "drawer_sensor" is one of {known}', known=", ".join(DrawerSensor)))
    return replace(profile, drawer=replace(profile.drawer, sensor=DrawerSensor(value)))


def _letters(profile: PrinterProfile, value: str) -> PrinterProfile:
    if value != "pictures":
        raise ValueError(told('the option "letters" is "pictures", or left out'))
    return replace(profile, code_pages=(CodePage(profile.code_pages[0].number, "ascii"),))


def _buzzer(profile: PrinterProfile, value: str) -> PrinterProfile:
    """The sound a kitchen slip ends with; a box that hangs on any printer is told as its own maker's is."""
    if value not in list(BuzzerAbility):
        raise ValueError(told('the option "buzzer" is one of {known}', known=", ".join(BuzzerAbility)))
    return replace(profile, buzzer=BuzzerAbility(value))


OPTIONS: Mapping[str, Callable[[PrinterProfile, str], PrinterProfile]] = {
    "buzzer": _buzzer,
    "confirm": _confirm,
    "columns": _columns,
    "cutter": _cutter,
    "letters": _letters,
    "drawer_pin": _drawer_pin,
    "drawer_sensor": _drawer_sensor,
}
