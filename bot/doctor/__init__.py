"""What is wrong with an installation, and how it is mended: facts in, findings out."""
