"""Which pieces are booked now, and in which groups: pure functions."""
