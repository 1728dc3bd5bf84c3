"""What the institute and the portal said, piece by piece, and who does what next."""
