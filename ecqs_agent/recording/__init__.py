"""Field recordings: the portal's screens without anybody's values, and tests made of them."""
