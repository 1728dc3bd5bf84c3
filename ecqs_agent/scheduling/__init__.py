"""Have the operating system start `ecqs receipts watch --once` several times a day."""
