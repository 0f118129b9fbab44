"""The shared conversation engine and the rules of the help desk."""
