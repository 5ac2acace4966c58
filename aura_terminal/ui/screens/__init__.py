"""One folder a screen; screens arrange widgets, bind them to view-models, and know nothing of each other."""
