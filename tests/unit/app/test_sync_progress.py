"""What is said while a long round with a back office lasts."""

from __future__ import annotations

from aura_terminal.app.commands.central_sync import Progress
from sync.node.central_words import CentralState
from sync.reconcile.effects import Link


def test_it_is_said_every_ten_seconds_how_much_is_to_be_told_where_that_changed() -> None:
    times, said = [0.0], list[str]()
    progress = Progress(said.append, lambda: times[0])
    for at, pending in ((1, 500), (11, 400), (15, 350), (22, 300), (33, 300), (44, 0)):
        times[0] = float(at)
        progress.see({"auraconnect": CentralState("auraconnect", Link.ONLINE, pending=pending, left=77)})
    assert said == [
        "auraconnect: 400 to be told; 77 requests left in this hour",
        "auraconnect: 300 to be told; 77 requests left in this hour",
    ]
