"""What is owed to a portal that others use, too: pace, turns, a ceiling, hours, and backing off."""
