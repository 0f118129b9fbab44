"""What people who need help say and fill in, and what is done about it."""
