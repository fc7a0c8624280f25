"""How often did the running test try something? The report of the promises tells it; nobody types a figure."""

ASKED: list[int] = []


def note(count: int) -> int:
    """Notes how often something is about to be tried."""
    ASKED.append(count)
    return count


def taken() -> int:
    """The most that was noted since the last call, 0 for nothing."""
    found = max(ASKED, default=0)
    ASKED.clear()
    return found
