"""주고받기. Bodies and those who sit in them, as other houses write them: Popolo and tables, in and out."""
