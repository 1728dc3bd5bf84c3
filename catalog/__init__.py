"""What the State publishes: instrument catalogue, regions, institutes. Data and look-ups."""
