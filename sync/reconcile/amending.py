"""Fields put right by hand in what a central is sent; what the store itself holds stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aura_terminal.domain.field_paths import with_value
from sync.reconcile.contract import Step


def amended(step: Step, changes: Mapping[str, str]) -> Step:
    """The step with these fields changed, each by its path (`domain.field_paths`).

    Its digest still stands for what the store says, so that a correction that was taken is not sent once more; the
    decision to correct counts in the key (`CentralRecord.again`).
    """
    if not changes:
        return step
    body = step.call.body
    for path, text in sorted(changes.items()):
        body = with_value(body, path, text)
    return replace(step, call=replace(step.call, body=body))
