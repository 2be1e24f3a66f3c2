"""Index files: what is refused, and that nothing in a file can lead astray."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.router import Router, RouterError, file
from gis.router.build import index_of
from gis.router.index import Index
from tests.gis.router import brute, shapes
from tests.gis.router.brute import cells_from


@pytest.fixture(scope="module")
def index() -> Index:
    """An index with several layers, finer grids, wide lines and loose cells."""
    random = np.random.default_rng(0)
    polygons = shapes.stacked_boxes(random, 700) + shapes.tangles(random, 900)
    polygons += shapes.triangles(random, 200)
    polygons.append(shapely.Polygon([(0, 9_000), (5_000_001, 9_003), (4_999_999, 2_000_003)]))
    fan = range(9_000, 9_900, 30)
    polygons += [shapely.Polygon([(9_000, 9_000), (9_900, y), (9_900, y + 30)]) for y in fan]
    made = index_of(cells_from(polygons), memory_bytes=200_000)
    assert len(made.layers) > 2
    assert len(made.loose)
    assert any(len(layer.grids) for layer in made.layers)
    assert any(len(layer.wide) for layer in made.layers)
    return made


@pytest.fixture(scope="module")
def path(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "cells.gridx"
    file.write(path, index, "42")
    return path


def ask(path: Path) -> None:
    """Ask everything of a file: it is refused, or gives rows of the index and nothing else."""
    random = np.random.default_rng(1)
    lon, lat = ((brute.CORNER + random.integers(-5_000, 20_000, (2_000, 2))) / 1e7).T
    try:
        router = Router.open(path).warm()
    except RouterError:
        return
    rows = router.route(lon, lat)
    assert rows.min() >= -1
    assert rows.max() < len(router.codes)
    router.locate(float(lon[0]), float(lat[0]))
    router.nearest(113.1, 22.5, 10_000)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=4_000), st.booleans())
def test_random_bytes_are_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, headed: bool
) -> None:
    path = tmp_path_factory.mktemp("noise") / "noise.gridx"
    path.write_bytes(file.MAGIC + b"\2\0\0\0" + content if headed else content)
    with pytest.raises(RouterError):
        Router.open(path).warm()


def test_a_large_file_that_was_cut_or_altered_is_refused_before_it_answers(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "_AT_ONCE_BYTES", 0)
    whole = path.read_bytes()
    random = np.random.default_rng(3)
    altered = tmp_path / "altered.gridx"
    for place in random.integers(0, len(whole), 300).tolist():
        altered.write_bytes(whole[:place] + bytes([whole[place] ^ 64]) + whole[place + 1 :])
        with pytest.raises(RouterError):
            Router.open(altered).route([113.12], [22.56])
        altered.write_bytes(whole[:place])
        with pytest.raises(RouterError):
            Router.open(altered)


def test_a_forged_file_with_right_checksums_leads_nowhere_wrong(
    index: Index, tmp_path: Path
) -> None:
    random = np.random.default_rng(4)
    path = tmp_path / "forged.gridx"
    for _ in range(400):
        file.write(path, forged(index, random), "42")
        ask(path)


def forged(index: Index, random: np.random.Generator) -> Index:
    """Change a few numbers of an index."""
    layers = list(index.layers)
    k = int(random.integers(len(layers)))
    part = (layers[k], index.loose, index.rim, index.codes)[
        int(random.choice(4, p=[0.7, 0.2, 0.05, 0.05]))
    ]
    parts = vars(part).items()
    arrays = {n: np.array(a) for n, a in parts if isinstance(a, np.ndarray) and a.size}
    name = str(random.choice(list(arrays)))
    flat = arrays[name].reshape(-1)
    for place in random.integers(0, len(flat), int(random.integers(1, 4))):
        info = np.iinfo(flat.dtype)
        near = int(flat[place]) + int(random.integers(-3, 4))
        far = int(random.integers(info.min, info.max, dtype=flat.dtype))
        flat[place] = min(max(near, info.min), info.max) if random.random() < 0.5 else far
    changed = dataclasses.replace(part, **{name: arrays[name]})
    if part is layers[k]:
        if random.random() < 0.2:
            grid = dataclasses.replace(layers[k].grid, width=int(random.integers(-2, 1 << 40)))
            changed = dataclasses.replace(layers[k], grid=grid)
        layers[k] = changed
        return dataclasses.replace(index, layers=tuple(layers))
    field = next(f for f in ("loose", "rim", "codes") if getattr(index, f) is part)
    return dataclasses.replace(index, **{field: changed})


def test_a_division_is_named_in_its_file(index: Index, path: Path, tmp_path: Path) -> None:
    assert Router.open(path).generation == "42"
    file.write(tmp_path / "unnamed.gridx", index, None)
    name = Router.open(tmp_path / "unnamed.gridx").generation
    assert name is not None
    assert len(name) == 64
    with pytest.raises(RouterError, match="longer than 64 bytes"):
        file.write(tmp_path / "long.gridx", index, "x" * 65)


def test_a_file_of_the_first_version_is_told_as_such(path: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.gridx"
    old.write_bytes(file.MAGIC + b"\1" + path.read_bytes()[9:])
    with pytest.raises(RouterError, match="format version 1 where 3 is known") as refused:
        Router.open(old)
    assert refused.value.kind == "version"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cells.gridx"
    file.write(path, index, "old")
    before = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        file.write(path, index, "new")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_who_has_a_file_open_keeps_it_when_another_takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "cells.gridx"
    random = np.random.default_rng(6)
    old, new = (cells_from(shapes.crooked_blocks(random, 9_000)) for _ in range(2))
    Router.build(old).save(path)
    opened = Router.open(path)
    points = brute.probes(old, 0)
    Router.build(new).save(path)
    # Its content was not even read before the other came.
    assert opened.route(*points.T / 1e7).tolist() == brute.rows(old, points)
    assert Router.open(path).route(*points.T / 1e7).tolist() == brute.rows(new, points)


def test_an_opened_index_answers_from_the_mapped_file(path: Path) -> None:
    opened = file.read(path)
    assert all(not layer.raster.flags.owndata for layer in opened.index.layers)
    assert all(not layer.nodes.flags.writeable for layer in opened.index.layers)


def test_opening_loads_neither_compiler_nor_geodesics(path: Path) -> None:
    program = (
        "import sys, gis; router = gis.Router.open(sys.argv[1]); "
        "print({'numba', 'pyproj', 'geopandas'} & set(sys.modules), router.generation)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["set()", "42"]


def test_a_forged_tree_whose_nodes_are_shared_is_refused(tmp_path: Path) -> None:
    made = index_of(cells_from(shapes.crooked_blocks(np.random.default_rng(5), 900)))
    (layer,) = made.layers
    nodes = layer.nodes.copy()
    below = -2 - (np.arange(len(nodes)) + 1)
    below[-1] = -1
    # Both ways on from every node lead to the next one: a walk would take 2**n ways.
    nodes[:, 1] = (below & 0xFFFFFFFF) | (below << 32)
    path = tmp_path / "shared.gridx"
    file.write(
        path, dataclasses.replace(made, layers=(dataclasses.replace(layer, nodes=nodes),)), "1"
    )
    with pytest.raises(RouterError, match="contradicts itself"):
        Router.open(path).warm()
