"""The command line: one file per group. Parse, call, print; nothing is decided here."""
