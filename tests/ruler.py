"""A ruler for printed sheets: lengths on the paper against lengths on the ground."""

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

MM_PER_PT = 25.4 / 72
WGS84 = Geod(ellps="WGS84")
OUTLINE_PT = 2.6
BAR_HEIGHT_MM = 1.5
HALF_A_MILLIMETRE_IN_A_HUNDRED = 0.005

Paths = list[tuple[float | None, np.ndarray]]


def _drawn_paths(pdf: bytes, folder: Path) -> Paths:
    """Return stroke width in points and vertices in millimetres of each polygon drawn."""
    source, target = folder / "page.pdf", folder / "page.svg"
    source.write_bytes(pdf)
    # Without these options the tool fits the page to a sheet of whole points, 0.12 % smaller.
    subprocess.run(
        ["pdftocairo", "-svg", "-noshrink", "-origpagesizes", source, target], check=True
    )
    paths: Paths = []
    for tag in re.findall(r"<path\b[^>]*>", target.read_text()):
        outline = re.search(r' d="([MLZ\d\s.-]+)"', tag)
        if outline is None:
            continue
        vertices = np.array(re.findall(r"-?[\d.]+", outline[1]), dtype=float).reshape(-1, 2)
        matrix = re.search(r"matrix\(([^)]+)\)", tag)
        if matrix is not None:
            a, b, c, d, e, f = (float(value) for value in matrix[1].split(","))
            vertices = vertices @ np.array([[a, b], [c, d]]) + [e, f]
        width = re.search(r"stroke-width[:=]\"?([\d.]+)", tag)
        paths.append((float(width[1]) if width else None, vertices * MM_PER_PT))
    return paths


def measure(pdf: bytes, cell: BaseGeometry, folder: Path) -> None:
    """Hold a cell's sheet to its printed scale, within 0.5 mm in 100 mm.

    Parameters
    ----------
    pdf
        A sheet of one page.
    cell
        The cell's polygon, EPSG:4326.
    folder
        Where to put intermediate files.
    """
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    printed = re.search(r"1:(\d+(?:[^\S\n]\d{3})*)", text.stdout.decode())
    assert printed is not None
    metres_per_mm = int("".join(printed[1].split())) / 1000
    paths = _drawn_paths(pdf, folder)

    # The outline: how far its farthest vertices lie apart, and the way around it.
    outlines = [xy for width, xy in paths if width == OUTLINE_PT]
    assert len(outlines) == len(shapely.get_rings(cell))
    drawn = np.vstack(outlines)
    paper_mm = (
        shapely.length(shapely.linearrings(outlines[0])),
        np.hypot(*(drawn[:, None] - drawn[None]).T).max(),
    )
    ring = shapely.get_coordinates(shapely.get_rings(cell)[0])
    one, other = np.triu_indices(len(ring), 1)
    apart_m = WGS84.inv(ring[one, 0], ring[one, 1], ring[other, 0], ring[other, 1])[2].max()
    ground_m = WGS84.line_length(ring[:, 0], ring[:, 1]), apart_m
    assert np.multiply(paper_mm, metres_per_mm) == pytest.approx(
        np.array(ground_m), rel=HALF_A_MILLIMETRE_IN_A_HUNDRED
    )

    # The bar: three boxes side by side; its last label is its length.
    sizes = [np.ptp(xy, axis=0) for _, xy in paths]
    bar = [
        xy
        for (width, xy), size in zip(paths, sizes, strict=True)
        if width == pytest.approx(0.5) and size[1] == pytest.approx(BAR_HEIGHT_MM, abs=0.01)
    ]
    assert len(bar) == 3
    label = re.findall(r"^([\d.]+) (k?m)$", text.stdout.decode(), re.MULTILINE)
    bar_m = float(label[0][0]) * (1000 if label[0][1] == "km" else 1)
    assert float(np.ptp(np.vstack(bar)[:, 0])) * metres_per_mm == pytest.approx(
        bar_m, rel=HALF_A_MILLIMETRE_IN_A_HUNDRED
    )
