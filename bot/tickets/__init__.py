"""What a ticket is, and what it may become. Pure."""
