"""When receipts are read, and accounts watched over days."""
