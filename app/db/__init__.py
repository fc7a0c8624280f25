"""How we keep it: the store, its key and lock, work and history, backups, and every query."""
