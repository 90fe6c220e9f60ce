"""What is printed of pledges."""
