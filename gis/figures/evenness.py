"""How even the cells of each community are: nobody's share should be twice another's."""

import numpy as np
import pandas


def community_figures(figures: pandas.DataFrame) -> pandas.DataFrame:
    """Return the figures of communities from those of their cells.

    Parameters
    ----------
    figures
        Of cells, as `gis.figures.cell_figures` returns them.

    Returns
    -------
    DataFrame
        Columns community, cells, area_m2 (median), area_spread, households (sum, NA where no
        cell's are known), households_spread, compactness (mean), compactness_least; ordered by
        community. A spread is the standard deviation over the mean, without unit: 0 where all
        cells are alike, NaN where nothing is known. Of households only the known ones count.
    """
    groups = figures.groupby("community", sort=True)
    households = groups["households"]
    return pandas.DataFrame(
        {
            "cells": groups.size(),
            "area_m2": groups["area_m2"].median(),
            "area_spread": groups["area_m2"].agg(_spread),
            "households": households.sum(min_count=1),
            "households_spread": households.agg(_spread).astype(float),
            "compactness": groups["compactness"].mean(),
            "compactness_least": groups["compactness"].min(),
        }
    ).reset_index()


def _spread(values: "pandas.Series[float]") -> float:
    known = values.dropna().to_numpy(dtype=np.float64)
    mean = known.mean() if len(known) else 0.0
    return float(known.std() / mean) if mean else float("nan")
