"""Drawing the floor plan."""
