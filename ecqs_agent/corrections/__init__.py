"""From a refusal to a corrected row, and to a house rule that catches it the next time."""
