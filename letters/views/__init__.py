"""The doors of letters: for programs and for people."""
