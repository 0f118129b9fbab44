"""What agents order by command, button and form."""
