"""Which schema this program speaks. A test holds HEAD against the newest file in `migrations/versions`."""

HEAD = "0001"
NUMBER = 1  # grows with HEAD; stands in FILE.key so that an older program refuses a newer database unopened
