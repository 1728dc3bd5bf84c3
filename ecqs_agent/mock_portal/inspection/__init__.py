"""The application /InspSystemV11: ledger, bookings, receipts, and their services."""
