"""The browser of a run, kept to the portal, and the session in it."""
