"""Fuzz a router in a process of its own, so that a crash of the interpreter is seen as one.

    python -m tests.gis.router.fuzz files FIRST_SEED COUNT FOLDER
    python -m tests.gis.router.fuzz builds FIRST_SEED COUNT

Writes how many files were refused and answered, or how many points were compared; any wrong
answer, and any error but `RouterError`, ends it with a traceback.
"""

import hashlib
import sys
from collections import Counter
from pathlib import Path

import geopandas
import numpy as np
import shapely

from gis.router import Router, RouterError, file
from tests.gis.router import brute, shapes

Random = np.random.Generator

ABSURD = (0, 1, 7, 63, 2**31 - 1, 2**31, 2**32 - 1, 2**40, 2**63 - 1, 2**63, 2**64 - 1)
ANCHORS = [(x, y) for x in (-1_800_000_000, 0, 1_800_000_000) for y in (-900_000_000, 900_000_000)]


def flipped(content: bytes, random: Random) -> bytes:
    """Flip single bits."""
    changed = bytearray(content)
    for place in random.integers(0, len(content), int(random.integers(1, 4))).tolist():
        changed[place] ^= 1 << int(random.integers(8))
    return bytes(changed)


def cut(content: bytes, random: Random) -> bytes:
    """Cut a file short, or leave out or double a piece of it."""
    a, b = sorted(random.integers(0, len(content), 2).tolist())
    return (content[:a], content[:a] + content[b:], content[:b] + content[a:])[random.integers(3)]


def absurd(content: bytes, random: Random) -> bytes:
    """Put absurd numbers into the head and its table, under a right checksum."""
    changed = bytearray(content)
    sections = int.from_bytes(content[12:16], "little")
    for _ in range(int(random.integers(1, 3))):
        number = int(ABSURD[random.integers(len(ABSURD))])
        if random.random() < 0.2:
            changed[12:16] = (number % 2**32).to_bytes(4, "little")
        elif random.random() < 0.2:
            changed[16:24] = number.to_bytes(8, "little")
        else:
            entry = 128 + 64 * int(random.integers(sections)) + 16 + 8 * int(random.integers(2))
            changed[entry : entry + 8] = number.to_bytes(8, "little")
    said = int.from_bytes(changed[12:16], "little")
    end = 128 + 64 * said
    end += -end % 64
    if end <= len(changed):
        changed[96:128] = hashlib.sha256(changed[:96] + changed[128:end]).digest()
    return bytes(changed)


def noise(content: bytes, random: Random) -> bytes:
    """Make random bytes, sometimes behind a right beginning."""
    kept = int(random.choice([0, 8, 12, 96, 128, 200]))
    return content[:kept] + random.bytes(int(random.integers(0, 5_000)))


def fuzz_files(first: int, count: int, folder: Path) -> Counter[str]:
    """Open altered files: each is refused, or is the index that was written."""
    cells = brute.cells_from(shapes.crooked_blocks(np.random.default_rng(0), 900))
    Router.build(cells).save(folder / "whole.gridx")
    whole = (folder / "whole.gridx").read_bytes()
    lon, lat = np.ascontiguousarray(brute.probes(cells, 0).T) / 1e7
    expected = Router.build(cells).route(lon, lat)
    told: Counter[str] = Counter()
    path = folder / "altered.gridx"
    for seed in range(first, first + count):
        random = np.random.default_rng(seed)
        alter = (flipped, cut, absurd, noise)[seed % 4]
        path.write_bytes(alter(whole, random))
        # Large files are checked at the first answer only.
        file._AT_ONCE_BYTES = int(random.choice([0, 1 << 20]))
        try:
            answer = Router.open(path).route(lon, lat)
        except RouterError as error:
            if str(path) not in str(error):
                raise
            told["refused"] += 1
        else:
            assert path.read_bytes() == whole or (answer == expected).all(), seed
            told["answered"] += 1
    return told


def cells_anywhere(random: Random) -> geopandas.GeoDataFrame:
    """Make polygons of any kind at the rims of the globe: tiny, huge, nested, given twice."""
    scale = int(10 ** random.uniform(0, 8))
    kind = shapes.KINDS[random.integers(len(shapes.KINDS))]
    made = list(kind(random, scale))
    made += [made[k] for k in random.integers(0, len(made), int(random.integers(3)))]
    unit = random.integers(0, 3 * scale, 2)
    made += [shapely.box(*unit, *(unit + 1)), shapely.box(*unit, *(unit + 2))]
    anchor = np.array(ANCHORS[random.integers(len(ANCHORS))])
    turn = np.where(anchor > 0, -1, 1)
    low = np.min([shapely.bounds(p)[:2] for p in made], axis=0)

    def laid(xy: np.ndarray) -> np.ndarray:
        return np.asarray(((np.rint(xy) - np.rint(low)) * turn + anchor) / 1e7)

    geometry = [shapely.transform(p, laid) for p in made]
    codes = [f"{k:05d}" for k in random.permutation(len(made))]
    return geopandas.GeoDataFrame({"code": codes}, geometry=geometry, crs=4326)


def fuzz_builds(first: int, count: int) -> Counter[str]:
    """Build indexes of cells anywhere and compare every answer with brute force."""
    told: Counter[str] = Counter()
    for seed in range(first, first + count):
        random = np.random.default_rng(seed)
        cells = cells_anywhere(random)
        bound = None if random.random() < 0.5 else int(10 ** random.uniform(0, 7))
        try:
            router = Router.build(cells, memory_bytes=bound)
        except RouterError as error:
            # Nothing that these cells are may be refused but their size.
            if "53 degrees" not in str(error) and "not on the globe" not in str(error):
                raise
            told["refused"] += 1
            continue
        points = brute.probes(cells, seed, each=40)
        lon, lat = np.ascontiguousarray(points.T) / 1e7
        expected = brute.rows(cells, points)
        assert router.route(lon, lat).tolist() == expected, f"seed {seed}"
        told["built"] += 1
        told["points"] += len(points)
        told["inside"] += sum(row >= 0 for row in expected)
    return told


def main() -> None:
    what, first, count, *folder = sys.argv[1:]
    if what == "files":
        told = fuzz_files(int(first), int(count), Path(folder[0]))
    else:
        told = fuzz_builds(int(first), int(count))
    sys.stdout.write(" ".join(f"{name}={number}" for name, number in sorted(told.items())))


if __name__ == "__main__":
    main()
