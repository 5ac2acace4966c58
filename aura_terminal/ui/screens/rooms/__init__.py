"""The manager's screen: one room for each thing that is looked after."""
