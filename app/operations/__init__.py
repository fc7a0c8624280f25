"""What one can do: verbs, one file per subject. Each change is one named work."""
