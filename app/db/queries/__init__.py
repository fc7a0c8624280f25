"""Every SELECT of the program, one file per subject; functions take a reading connection first."""
