"""Training: a store of its own in a folder of its own, made anew at each entry from the documents of the real one.

It has the menu, the floor and the staff with their PINs, and nothing else: no peers and no central, whose keys and
accounts it lacks, no printers and drawers but simulated ones. The program goes there by beginning anew with the other
folder, and comes back when its window is closed; whatever ends it otherwise, the next start is that of the real store.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from aura_terminal.app.devices import DEMO_DEVICES
from aura_terminal.app.machine_keys import MachineKeys
from aura_terminal.app.opening import opened
from aura_terminal.app.peer_identity import pin_key_name
from aura_terminal.app.peer_settings import PeerSettings
from aura_terminal.app.program import begin_anew
from aura_terminal.app.settings import ENVIRONMENT_PREFIX, Settings
from aura_terminal.app.settings_file import write_first_settings
from aura_terminal.app.training_folder import MARK, PLACE, TRAINING_HOST, is_training, real_folder
from aura_terminal.domain.documents import DOCUMENT_TYPES, Document, DocumentKind
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import StaffId, derived
from aura_terminal.domain.shop import Station
from aura_terminal.domain.staff import PinSet, StaffMember
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.store import SYSTEM, Work
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role
from aura_terminal.store.pins import pepper_of

LEFT_OUT = frozenset({DocumentKind.DEVICE_STATE, DocumentKind.PAPER_DETOUR, DocumentKind.STORE_CARE})
"""Documents about the real machines and their care."""

_PEERS, _KEPT = f"{ENVIRONMENT_PREFIX}PEERS_", "KEPT_WHILE_TRAINING_"


def prepare(folder: Path, settings: Settings, clock: Clock, ids: Ids) -> Path:
    """Make the training store of a terminal's folder, without anything of the time before; its folder.

    `Unavailable` where something that is no training store lies in its place.
    """
    place = folder / PLACE
    if place.exists() and not is_training(place):
        raise Unavailable(
            told("Training"), told("{place} holds something else; move it away, then try again.", place=place)
        )
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    (place / MARK).write_text("made anew at each entry\n", "utf-8")
    with opened(folder, Role.TOOL, clock, ids) as real, real.store.begin(SYSTEM) as work:
        documents, pins = _documents(work), _pins(work)
        real_id, label = real.store.identity.store_id, real.store.identity.label
    training_id = derived(real_id, PLACE)
    MachineKeys(place).keep(pin_key_name(training_id), pepper_of(folder, real_id))
    write_first_settings(place, _settings(settings, documents))
    found_store(place, clock, ids, label=label, store_id=training_id, documents=documents)
    with opened(place, Role.TOOL, clock, ids) as made, made.store.begin(SYSTEM) as work:
        work.keep(*pins)
    return place


def go(folder: Path) -> None:
    """Become the same program over another folder; the settings of peers in the environment wait for the way back."""
    back = not is_training(folder)
    environment = _restored(os.environ) if back else _kept_aside(os.environ)
    begin_anew(arguments_for(folder, sys.orig_argv[1:]), environment)


def go_back(folder: Path) -> None:
    """Leave training for the real store."""
    go(real_folder(folder))


def arguments_for(folder: Path, said: Sequence[str]) -> list[str]:
    """A command line that names this folder, and the rest as it was."""
    kept: list[str] = []
    words = iter(said)
    for word in words:
        if word == "--data":
            next(words, "")
        elif not word.startswith("--data="):
            kept.append(word)
    return [*kept, "--data", str(folder)]


def _documents(work: Work) -> tuple[Document, ...]:
    wanted = (type_ for kind, type_ in DOCUMENT_TYPES.items() if kind not in LEFT_OUT)
    return tuple(document for type_ in wanted for document in work.documents.all(type_))


def _pins(work: Work) -> tuple[PinSet, ...]:
    members = [StaffId(member.id) for member in work.documents.all(StaffMember)]
    found = ((staff_id, work.access(staff_id).verifier) for staff_id in members)
    return tuple(PinSet(staff_id, verifier) for staff_id, verifier in found if verifier)


def _settings(real: Settings, documents: Sequence[Document]) -> Settings:
    """As at the real terminal, with a simulated printer for every place that prints."""
    front, kitchen = DEMO_DEVICES[0], DEMO_DEVICES[1]
    routes = {document.printer for document in documents if isinstance(document, Station) and document.printer}
    routes -= set(front.routes)
    names = {f"training-{route}": route for route in sorted(routes)}
    devices = (front, *(replace(kitchen, name=name, routes=(route,)) for name, route in names.items()))
    return replace(
        real,
        peers=PeerSettings(bind=TRAINING_HOST, port=0, discovery=False),
        devices=devices,
        centrals=(),
        subscribers=(),
    )


def _kept_aside(environment: Mapping[str, str]) -> dict[str, str]:
    return {_KEPT + name if name.startswith(_PEERS) else name: value for name, value in environment.items()}


def _restored(environment: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(_KEPT): value for name, value in environment.items()}
