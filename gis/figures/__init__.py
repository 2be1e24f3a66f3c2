"""What a division's cells are like in figures: size, shape, and how even they are."""

from gis.figures.evenness import community_figures
from gis.figures.shape import across_m, cell_figures, compactness, perimeter_m

__all__ = ["across_m", "cell_figures", "community_figures", "compactness", "perimeter_m"]
