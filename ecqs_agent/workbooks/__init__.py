"""Operators' workbooks: from rows to wishes, and what became of every row."""
