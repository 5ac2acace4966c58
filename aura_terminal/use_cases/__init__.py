"""One public method is one thing a person or a peer asks for: plain values in, facts out."""
