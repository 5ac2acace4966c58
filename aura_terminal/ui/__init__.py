"""What a person sees and touches: Qt Widgets, and no rule of the shop."""
