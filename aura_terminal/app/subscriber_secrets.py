"""The secret of a subscriber on this machine, and how terminals of one store hand subscribers to each other.

Of two words about one subscriber the later one counts, and that it was taken away is a word as well: it is remembered
with its moment, so that a terminal that was away does not bring back what is told nothing any more.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from aura_terminal.app.machine_keys import KeyName, MachineKeys
from aura_terminal.app.setting_kinds import WrongValue
from aura_terminal.app.subscriber_settings import SUBSCRIBER_KINDS, SubscriberSettings, moment_text
from aura_terminal.domain.events import connector_of, subscriber_of

if TYPE_CHECKING:
    from sync.mesh.contract import GivenAccount

_NONE = "-"  # what stands for a secret where there is none any more


class KeptSecret(NamedTuple):
    """A secret, empty where the subscriber was taken away, and when a person said so, in Unix milliseconds."""

    secret: str = ""
    given_ms: int = 0


def read_secret(folder: Path, store_id: str, name: str) -> KeptSecret:
    """What this machine knows; nothing, given never, where it knows nothing."""
    kept = MachineKeys(folder).read(_key(store_id, name))
    if kept is None:
        return KeptSecret()
    try:
        said = json.loads(kept)
        return KeptSecret(str(said["secret"]), int(said["given_ms"]))
    except (ValueError, TypeError, KeyError):
        return KeptSecret(kept.decode())  # as it was kept before terminals handed them on


def keep_secret(folder: Path, store_id: str, name: str, kept: KeptSecret) -> None:
    """Keep it: in the keyring, or in a file of its owner alone where no keyring answers."""
    MachineKeys(folder).keep(_key(store_id, name), json.dumps(kept._asdict()).encode())


def forget_secret(folder: Path, store_id: str, name: str, now_ms: int) -> None:
    """Take it off this machine; that it was taken away stays known."""
    keep_secret(folder, store_id, name, KeptSecret("", after(folder, store_id, name, now_ms)))


def after(folder: Path, store_id: str, name: str, now_ms: int) -> int:
    """The moment of a new word about a subscriber: later than the last one, whatever the clock it was given by said."""
    return max(now_ms, read_secret(folder, store_id, name).given_ms + 1)


def as_given(subscriber: SubscriberSettings, kept: KeptSecret) -> GivenAccount:
    """A subscriber as it is handed to the other terminals of the store."""
    from sync.mesh.contract import GivenAccount

    return GivenAccount(
        connector_of(subscriber.name), subscriber.url, "", moment_text(subscriber.since), "", kept.given_ms,
        kept.secret, " ".join(subscriber.events),
    )  # fmt: skip


def as_removed(connector: str, given_ms: int) -> GivenAccount:
    """The word that a subscriber was taken away."""
    from sync.mesh.contract import GivenAccount

    return GivenAccount(connector, _NONE, "", "", "", given_ms, _NONE)


def subscriber_given(given: GivenAccount) -> SubscriberSettings | None:
    """The subscriber another terminal hands over; None where it says that it was taken away. Raises WrongValue."""
    if not given.serves:
        return None
    said = {"name": subscriber_of(given.connector), "url": given.url, "events": given.serves, "since": given.tenant}
    values = {key: kind.read(said[key]) for key, kind in SUBSCRIBER_KINDS.items()}
    if not values["events"]:
        raise WrongValue(SUBSCRIBER_KINDS["events"].describe())
    return SubscriberSettings(**values)  # type: ignore[arg-type]  # every value was read by its kind


def _key(store_id: str, name: str) -> KeyName:
    return KeyName(f"subscriber:{store_id}:{name}", f"subscriber/{name}.secret")
