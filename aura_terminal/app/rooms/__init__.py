"""The rooms of the manager's screen, each made of its view-model and its page."""
