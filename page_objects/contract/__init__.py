"""What we need of each screen, what a screen shows, and in what the two differ."""
