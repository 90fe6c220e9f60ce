"""The doors of referrals: programs read and act, staff work at the desk."""
