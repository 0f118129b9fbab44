"""Articles of other systems, made into ours: one module for each source, and what they share."""
