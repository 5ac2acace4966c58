"""The window: where one is, how things stand, who is working. It knows screens, never what they sell."""
