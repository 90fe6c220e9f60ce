"""The doors of deliberation: one for programs, one for people."""
