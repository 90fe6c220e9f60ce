"""What staff see first: views that join several apps."""
