"""The floor in service: the plan of a room, and beside it what can be done at the table that is looked at."""
