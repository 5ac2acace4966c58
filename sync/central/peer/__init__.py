"""The central as a terminal among the terminals of each of its stores: the same machine, over a WebSocket."""
