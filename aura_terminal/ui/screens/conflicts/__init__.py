"""The conflict inbox: what terminals did that a person must decide."""
