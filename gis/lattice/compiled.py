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


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Write a small function out wherever compiled code calls it.

    The compiler's own inlining passes over functions of arrays, and a call costs more than
    what a few integer operations do.
    """
    return cast(Callable[P, R], numba.njit(inline="always")(function))
