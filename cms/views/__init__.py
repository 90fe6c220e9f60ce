"""The doors of the site that belong to no single app."""
