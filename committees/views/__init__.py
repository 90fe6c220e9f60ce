"""The doors of committees: one for programs, one for people, one for calendars and open data."""
