"""The language the screens speak: which there are, which is in force, and how open windows follow."""
