"""From the core's values to rows of the tables and back, each named field by field; a module for each matter."""
