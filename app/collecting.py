"""Why does big work not stop to look for garbage? Millions of fresh tuples hold no cycles, and each look costs a walk over all."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """No cyclic collection inside the block; counting references frees everything that such work makes."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
