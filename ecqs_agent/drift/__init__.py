"""Whether a portal's screens are as we know them; nothing is written where they are not."""
