"""Somebody who never saw the program, from an empty folder to the first sale, on the real window of a real process."""
