"""The whole loop on the mock portal."""
