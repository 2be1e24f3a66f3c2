"""One Parquet file into one other, resumably: a part grows, and a journal tells what stands in it.

What describes the row groups comes last in a Parquet file, so a part that was broken off can be
cut behind the answers of any of them and gone on with.
"""

from __future__ import annotations

import base64
from contextlib import closing
from pathlib import Path

from gis.router.bulk.parquet import open_points
from gis.router.bulk.parquet_adding import Made, pour
from gis.router.bulk.tally import Tally
from gis.router.bulk.thrift_values import Struct, read_struct, write_struct
from gis.router.bulk.wanted import Progress, Routes, Tell, Wanted
from gis.router.bulk.workshop import Workshop


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
        Where the output grows until it is whole.
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
    tally, (part, kept) = Tally.empty(len(router.codes)), shop.growing()
    groups: list[Struct] = []
    written = copied = 0
    if kept is not None:
        groups = [read_struct(base64.b64decode(group))[0] for group in kept["groups"]]
        tally = Tally.of_kept(len(router.codes), kept["tally"])
        written, copied = kept["written"], kept["copied"]
    resumed = tally.total
    with source.open("rb") as raw, part.open("r+b") as out:
        points = open_points(str(source), source, raw, wanted)
        with closing(points.file):
            out.truncate(written)
            out.seek(written)
            told = [base64.b64encode(write_struct(group)).decode() for group in groups]
            done, total = resumed, points.rows

            def step(made: Made) -> None:
                nonlocal done
                told.append(base64.b64encode(write_struct(made.told)).decode())
                if made.tally is not None:
                    out.flush()
                    so_far = {
                        "groups": told[:],
                        "written": made.stop,
                        "copied": made.copied,
                        "tally": made.tally,
                    }
                    shop.keep(part, so_far)
                done += points.footer.rows(made.group)
                tell(Progress(done, total, done, resumed))

            note = {"stamp": stamp}
            tally = pour(
                points,
                out,
                router,
                note,
                copied=copied,
                made=groups,
                tally=tally,
                written=step,
            )
    shop.put_in_place(part, target)
    return tally, resumed
