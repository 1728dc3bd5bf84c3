"""One run for one account: plan, take item by item, come to an end."""
