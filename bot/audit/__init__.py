"""The history that proves itself: a chain of lines for each ticket, and seals over the chains of a desk."""
