"""What devices answer to a screen: how one is now, what could be set up, who is at an address, a test page there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from aura_terminal.app.device_options import adapted
from aura_terminal.app.devices import SLIPS_FOLDER
from aura_terminal.domain import telling
from aura_terminal.domain.paper import PrintJobId
from aura_terminal.domain.saying import Wording, in_words
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.printing import (
    Accepted,
    CashDrawer,
    DrawerState,
    Held,
    InPrinter,
    Printed,
    Printer,
    PrinterStatus,
    Unconfirmed,
)
from aura_terminal.use_cases.paper_samples import sample_document
from devices.catalog import Surroundings, build_printer
from devices.discovery import Found, identify, network_printers, serial_lines, usb_printers
from devices.printers.phrases import HINTS
from devices.printers.profiles import profile_named, profiles
from devices.transports.addresses import transport_at
from sync.node.device_words import DeviceAnswer, DeviceAsk, FoundDevice, Outcome

LISTEN_SECONDS = 2.0
ANY_80, ANY_58 = "generic-80", "generic-58"


def read_printer(ask: DeviceAsk, printer: Printer, drawer: CashDrawer | None) -> DeviceAnswer:
    """How a printer and its drawer are now; `Unavailable` when it cannot be reached."""
    status = printer.status()
    state = DrawerState.UNKNOWN if drawer is None else status.drawer
    told = "" if state is DrawerState.UNKNOWN else state.value
    outcome = Outcome.DONE if status.blocking is None else Outcome.FAILED
    return DeviceAnswer(ask.ask_id, ask.act, outcome, _status_words(status), told)


def _status_words(status: PrinterStatus) -> str:
    faults = " ".join(HINTS[fault] for fault in status.faults)
    return faults or telling.told("Ready: it answers, and has paper.")


def find(ask: DeviceAsk) -> DeviceAnswer:
    """Serial lines, USB printers, and printers that tell of themselves on the network."""
    found = (*usb_printers(), *serial_lines(), *network_printers(LISTEN_SECONDS))
    words = "" if found else telling.told("Nothing was found. Check cable and power, or type the printer's address.")
    return DeviceAnswer(ask.ask_id, ask.act, Outcome.DONE, words, found=tuple(map(_told, found)))


def _told(found: Found) -> FoundDevice:
    return FoundDevice(found.how.value, found.address, found.title, profile_for(found.title))


def identified(ask: DeviceAsk) -> DeviceAnswer:
    """Who is at an address that was typed."""
    identity = identify(transport_at(ask.address))
    found = FoundDevice("address", ask.address, identity.title, profile_for(identity.title))
    words = identity.title or telling.told("Something takes data there and does not say who it is.")
    outcome = Outcome.DONE if identity.title else Outcome.UNSURE
    return DeviceAnswer(ask.ask_id, ask.act, outcome, words, found=(found,))


def profile_for(title: str) -> str:
    """The profile of the model that is named in a title; "" where none is."""
    plain = _plain(title)
    fitting = [name for name in profiles() if not name.startswith(("generic", "mute")) and _plain(name) in plain]
    return max(fitting, key=len, default="")


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def sampled(data: Path, clock: Clock, wording: Callable[[], Wording], ask: DeviceAsk) -> DeviceAnswer:
    """A test page at a printer that is not set up yet, with the profile and options that are being tried."""
    station = build_printer(
        name="sample",
        model=ask.model,
        address=ask.address,
        profile=adapted(profile_named(ask.profile or ANY_80), ask.options),
        surroundings=Surroundings(cache=data / "cache", slips=data / SLIPS_FOLDER, now=clock.now),
    )
    document = sample_document(ask.device or ask.address)
    try:
        outcome = station.printer.print(PrintJobId(ask.ask_id), in_words(document, wording()))
    finally:
        station.printer.close()
    match outcome:
        case Printed():
            return DeviceAnswer(
                ask.ask_id, ask.act, Outcome.DONE, telling.told("The printer says that the page is out.")
            )
        case Accepted():
            return DeviceAnswer(
                ask.ask_id, ask.act, Outcome.UNSURE, telling.told("Sent. Look whether the page came out.")
            )
        case Held(hint=hint) | InPrinter(hint=hint):
            return DeviceAnswer(ask.ask_id, ask.act, Outcome.FAILED, hint)
        case Unconfirmed(reason=reason):
            return DeviceAnswer(ask.ask_id, ask.act, Outcome.UNSURE, reason)
