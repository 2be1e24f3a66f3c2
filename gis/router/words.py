"""Machine words in compiled code, where Python's integers have no width.

To the type checker a word is anything, since it takes part in sums and products as an int does.
"""

from typing import Any

import numpy as np

int32: Any = np.int32
int64: Any = np.int64
uint32: Any = np.uint32
uint64: Any = np.uint64
