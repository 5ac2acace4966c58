"""A screen's state and verbs as QObjects; they know use cases and rows, never widgets."""
