"""One driver per control of the portal's user-interface kit."""
