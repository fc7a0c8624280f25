"""How fast is the program, beside what would be fast? `python -m benchmarks`, one table."""
