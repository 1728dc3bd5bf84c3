"""Cassettes: what the portal answered in one run, kept so that it can be replayed without it."""
