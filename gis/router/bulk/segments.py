"""One Parquet file into one other, resumably.

A Parquet file cannot be added to once it is closed. So a long run makes segments, each a file in
its final form: one is simply renamed at the end, several are joined, and a run that was broken
off goes on behind the last one that is whole.
"""

from __future__ import annotations

from pathlib import Path

from gis.router.bulk.parquet import Note, join, open_points, pour
from gis.router.bulk.tally import Tally
from gis.router.bulk.wanted import Progress, Routes, Tell, Wanted
from gis.router.bulk.workshop import Workshop, put_on_disk

SEGMENT_ROWS = 1 << 26
"""Some seconds of work: what a break can cost. Most files have fewer rows, so nothing is joined."""


def route_parquet(
    router: Routes,
    source: Path,
    target: Path,
    wanted: Wanted,
    tell: Tell,
    shop: Workshop,
    stamp: str,
) -> tuple[Tally, int]:
    """Route a file of Parquet or GeoParquet.

    Parameters
    ----------
    shop
        Where segments lie until all are made.
    stamp
        Of the question, which the output keeps.

    Returns
    -------
    Tally
        Counts of the whole file.
    int
        How many points an earlier run had routed.

    Raises
    ------
    BulkRouteError
        The file cannot be routed.
    """
    note: Note = {"stamp": stamp}
    points = open_points(str(source), source, wanted)
    parts = segments(points.groups, SEGMENT_ROWS)
    tally, made = Tally.empty(len(router.codes)), 0
    if shop.kept is not None:
        tally, made = Tally.of_kept(len(router.codes), shop.kept["tally"]), shop.kept["segments"]
    resumed = done = tally.total
    total = sum(points.groups)

    def stepped(rows: int) -> None:
        nonlocal done
        done += rows
        tell(Progress(done, total, done, resumed))

    tell(Progress(done, total, done, resumed))
    files = [shop / f"{k}.parquet" for k in range(len(parts))]
    for k in range(made, len(parts)):
        tally.join(pour(points, files[k], router, parts[k], note, stepped))
        if len(parts) > 1:
            put_on_disk(files[k])
            shop.keep({"segments": k + 1, "tally": tally.kept()})
    whole = files[0]
    if len(parts) > 1:
        whole = shop / "whole.parquet"
        join(points, files, whole, note | {"outside": tally.outside, "unusable": tally.unusable})
    put_on_disk(whole)
    whole.replace(target)
    return tally, resumed


def segments(groups: list[int], rows: int) -> list[range]:
    """Part row groups into runs of at least so many rows, the last one apart; at least one run."""
    parts, start, count = [], 0, 0
    for k, some in enumerate(groups):
        count += some
        if count >= rows:
            parts.append(range(start, k + 1))
            start, count = k + 1, 0
    if start < len(groups) or not parts:
        parts.append(range(start, len(groups)))
    return parts
