"""What changes between two styles of letters, in ESC/POS bytes. Source: Epson's ESC/POS command reference."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.paper import Style
from devices.printers.profiles import Letters, PrinterProfile, Sizing


def first_letters(profile: PrinterProfile) -> bytes:
    """ESC M: the printer's larger or smaller letters, where the profile does not use the first ones."""
    return b"\x1bM\x01" if profile.letters is Letters.FONT_B else b""


def restyle(before: Style, after: Style, profile: PrinterProfile) -> bytes:
    """What changes; words a model cannot print white on black are bold and in its second colour."""
    old, new = _possible(before, profile), _possible(after, profile)
    has_mode = profile.sizing is Sizing.PRINT_MODE
    commands = b""
    if has_mode and _print_mode(old, profile) != _print_mode(new, profile):
        commands += b"\x1b!" + bytes([_print_mode(new, profile)])
    if not has_mode and (old.width, old.height) != (new.width, new.height):
        commands += b"\x1d!" + bytes([(new.width - 1) << 4 | (new.height - 1)])  # GS !
    if old.invert != new.invert:
        commands += b"\x1dB" + bytes([new.invert])  # GS B
    if old.second_colour != new.second_colour:
        commands += b"\x1br" + bytes([new.second_colour])  # ESC r
    if not has_mode and old.bold != new.bold:
        commands += b"\x1bE" + bytes([new.bold])  # ESC E
    return commands


def _possible(style: Style, profile: PrinterProfile) -> Style:
    if style.invert and not profile.inverts:
        style = replace(style, invert=False, bold=True, second_colour=True)
    if style.second_colour and not profile.second_colour:
        style = replace(style, second_colour=False, bold=True)
    return style


def _print_mode(style: Style, profile: PrinterProfile) -> int:
    """ESC !: letters, bold, high and wide in one byte."""
    font = 1 if profile.letters is Letters.FONT_B else 0
    return font | (8 if style.bold else 0) | (16 if style.height == 2 else 0) | (32 if style.width == 2 else 0)
