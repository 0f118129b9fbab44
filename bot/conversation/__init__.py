"""One conversation between an employee and Firstline: what was said, what it means, what to do next."""
