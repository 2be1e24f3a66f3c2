"""Whether outlines are those that came with a division: its truth, vertex for vertex."""

import hashlib

import geopandas
import numpy as np
import shapely

KEY = "truth"
"""Where the attributes of a frame of cells keep the digest of the outlines that go with it."""


def truth_of(communities: geopandas.GeoDataFrame) -> str:
    """Return a digest of outlines, alike for any order of their rows.

    Parameters
    ----------
    communities
        Columns code and geometry.
    """
    codes = communities["code"].astype(str).to_numpy()
    order = np.argsort(codes, kind="stable")
    digest = hashlib.blake2b(digest_size=16)
    for code, shape in zip(
        codes[order].tolist(), shapely.to_wkb(communities.geometry.to_numpy()[order]), strict=True
    ):
        digest.update(code.encode() + b"\0" + (shape or b""))
    return digest.hexdigest()
