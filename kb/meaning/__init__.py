"""What texts mean: encoders, and what is made of their vectors."""
