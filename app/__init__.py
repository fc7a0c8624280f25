"""乡镇党建台账: an offline ledger for the party-work office of a township."""

__version__ = "0.1.0"
