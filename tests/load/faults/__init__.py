"""What the scenarios of faults share: processes to kill, their books, what can be made to fail, the verdict."""
