"""Which schema this program speaks: the newest of the migrations that came with it."""

from app import paths

HEAD = max(path.name[:4] for path in paths.root().joinpath("migrations", "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))
NUMBER = int(HEAD)  # stands in FILE.key, so that an older program refuses a newer database unopened
