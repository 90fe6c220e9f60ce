"""What the pages show of the records: read here, so that pages hold words and nothing else."""
