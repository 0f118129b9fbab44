"""What happens to tickets, and who is told."""
