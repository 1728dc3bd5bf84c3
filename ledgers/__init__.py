"""The operator's side: workbook to instruments, checks, bookings and receipts as meaning."""
