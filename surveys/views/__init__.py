"""The doors of surveys: for programs and for people."""
