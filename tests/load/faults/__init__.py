"""What the scenarios of faults share: processes to kill, a workspace with weather, an office at work, the audit."""
