"""Pledges in and out: the sheets of others as this house keeps them."""
