"""The demo district: facts in JSON, built through the actions."""
