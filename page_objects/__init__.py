"""The portal's side: widgets, pages, words, and what a screen shows as text."""
