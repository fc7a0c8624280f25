"""What one sees: one window, its screens and the editors they are made of. Knows Qt; nothing below does."""
