"""What is done with pledges, a file per matter."""
