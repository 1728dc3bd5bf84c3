"""One class per screen of the portal."""
