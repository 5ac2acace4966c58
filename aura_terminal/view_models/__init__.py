"""The state and verbs of each screen, as QObjects over QtCore."""
