"""Sheets in and out: reading, matching, importing, comparing, filling, writing."""
