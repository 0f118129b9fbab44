"""What an operator does with one installation besides running it, a module for each command.

What only one command needs is loaded by that command: the others start sooner and stay smaller.
"""
