"""Orders, payments and tickets: what a request asks for, in the verbs of the shop, and the rows that follow."""
