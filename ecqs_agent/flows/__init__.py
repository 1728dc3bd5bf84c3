"""The errands: each is a function that drives pages and writes to the journal."""
