"""The one way in which loops over integers are compiled."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function to machine code on its first call and keep the code on disk.

    No fastmath: the same answer on every machine. The interpreter's lock is released, so
    threads run side by side.
    """
    return cast(Callable[P, R], numba.njit(cache=True, nogil=True)(function))
