"""The doors of pledges."""
