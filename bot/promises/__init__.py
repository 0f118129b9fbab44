"""What is promised, until when, and who is called when it is not kept."""
