"""Ways of filing the same instruments, each a program of its own; see `benchmarks/filing.py`."""
