"""The look of the terminal: tokens from a file, made once into Qt's colours, fonts, palette and stylesheet."""
