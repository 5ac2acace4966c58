"""Fields that a deployment calls differently: renamed on the way out, and back on the way in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from aura_terminal.domain.field_paths import Plain
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.naming import record_of
from sync.connectors.auraconnect.words import Words

ENVELOPE = ("data", "meta")


def names_for(resource: str, picture: Picture, words: Words) -> Mapping[str, str]:
    """Documented field -> deployed one, by its path: what a file says, else what `GET /pos/mappings` said."""
    pulled = picture.record(record_of("mapping", resource)).said
    return {**{path: name for path, name in pulled.items() if name}, **words.fields.get(resource, {})}


def deployed(body: Plain, names: Mapping[str, str]) -> Plain:
    """A body under the deployment's names; a field whose name is empty is left out."""
    return cast(Plain, _out(body, names, "")) if names else body


def documented(value: object, names: Mapping[str, str]) -> object:
    """What a deployment answered, under the documented names."""
    if not names:
        return value
    back = {(path.rpartition(".")[0], name): path.rpartition(".")[2] for path, name in names.items() if name}
    if isinstance(value, dict) and set(ENVELOPE) & value.keys():
        return {key: _back(part, back, "") if key == "data" else part for key, part in value.items()}
    return _back(value, back, "")


def _out(value: object, names: Mapping[str, str], path: str) -> object:
    if isinstance(value, list):
        return [_out(one, names, path) for one in value]
    if not isinstance(value, dict):
        return value
    renamed = {}
    for key, part in value.items():
        below = _below(path, key)
        name = names.get(below, key)
        if name:
            renamed[name] = _out(part, names, below)
    return renamed


def _back(value: object, back: Mapping[tuple[str, str], str], path: str) -> object:
    if isinstance(value, list):
        return [_back(one, back, path) for one in value]
    if not isinstance(value, dict):
        return value
    named = {key: back.get((path, key), key) for key in value}
    return {name: _back(value[key], back, _below(path, name)) for key, name in named.items()}


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
