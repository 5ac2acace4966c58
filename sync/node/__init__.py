"""The node's side of the house: the bus to its screens, and the one thread that asks the store."""
