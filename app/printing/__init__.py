"""Ledgers, cards and forms on paper: PDF files drawn with the fonts that came with the program."""
