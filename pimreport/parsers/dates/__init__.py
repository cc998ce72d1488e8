"""Dates as exports write them, and the moments they mean."""
