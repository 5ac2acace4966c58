"""The node's side of the house: the bus to its screens, the one-node lock, the one thread that asks the store."""
