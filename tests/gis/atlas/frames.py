"""A made district: two communities of 2 × 2 squares beside each other."""

import geopandas
import shapely

_STEP = 1e-3


def made_district(name: str = "桥南社区") -> tuple[geopandas.GeoDataFrame, geopandas.GeoDataFrame]:
    cells, communities = [], []
    for column, code in enumerate(("440704001015", "440704001016")):
        west = 113.13 + column * 2 * _STEP
        squares = [
            shapely.box(
                west + i * _STEP, 22.56 + j * _STEP, west + (i + 1) * _STEP, 22.56 + (j + 1) * _STEP
            )
            for j in range(2)
            for i in range(2)
        ]
        cells += [(f"{code}{n:03d}", square) for n, square in enumerate(squares, start=1)]
        communities.append((code, name if column == 0 else "中沙社区", shapely.union_all(squares)))
    return (
        geopandas.GeoDataFrame(cells, columns=["code", "geometry"], crs=4326),
        geopandas.GeoDataFrame(communities, columns=["code", "name", "geometry"], crs=4326),
    )
