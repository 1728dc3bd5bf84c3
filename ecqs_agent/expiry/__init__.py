"""After verification: valid until from certificates or rows, and what is due when."""
