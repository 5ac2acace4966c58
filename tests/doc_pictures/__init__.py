"""The pictures of the documentation, made anew from the real program."""
