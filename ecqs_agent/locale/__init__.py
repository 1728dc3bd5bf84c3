"""Translations of operator texts (gettext)."""
