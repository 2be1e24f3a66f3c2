"""Put closed and refused overlaps, gaps and holes into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gis.boundaries import Boundaries, CellFile
from gis.checking.swallowed import Swallowed
from gis.coverage import Change
from gis.coverage.closing_findings import Closure, Hole, Moved
from gis.partition.imported import Fitted
from gis.texts import Catalogue, Fact, Locale, own_texts, shortened


def square_metres(area_m2: float) -> str:
    """Return an area as it is told: no more digits than it has meaning."""
    digits = 0 if area_m2 >= 100 else 1 if area_m2 >= 1 or area_m2 == 0 else 3
    return f"{area_m2:,.{digits}f} m²"


def metres(width_m: float) -> str:
    """Return a width without its unit."""
    return f"{width_m:,.1f}" if width_m >= 1 else f"{width_m:.2f}"


def degrees(place: tuple[float, float]) -> str:
    """Return longitude and latitude to a decimetre."""
    return f"{place[0]:.6f}, {place[1]:.6f}"


@dataclass(frozen=True)
class Wording:
    """Words in one language, for communities or cells of known names.

    Attributes
    ----------
    locale
        Language.
    names
        Names of communities, or cells, by code.
    catalogue
        Any catalogue that holds gis's texts.
    what
        What they are.
    """

    locale: Locale
    names: Mapping[str, str]
    catalogue: Catalogue
    what: Literal["communities", "cells"] = "communities"

    @classmethod
    def of(
        cls, read: Boundaries | CellFile | None, catalogue: Catalogue | None, locale: Locale
    ) -> "Wording":
        """Take the names from what was read."""
        names: dict[str, str] = {}
        if read is not None:
            frame = read.communities
            names = dict(zip(frame["code"], frame["name"], strict=True))
        cells = isinstance(read, CellFile)
        return cls(locale, names, catalogue or own_texts(), "cells" if cells else "communities")

    def text(self, key: str, /, **facts: Fact) -> str:
        """Return the text of a key below ``checking-``."""
        return self.catalogue.text(self.locale, f"checking-{key}", what=self.what, **facts)

    def community(self, code: str) -> str:
        """Return a community's code and name."""
        name = self.names.get(code, code)
        return shortened(code if name in {"", code} else f"{code} {name}")

    def communities(self, codes: Sequence[str]) -> str:
        """Return several communities, the first ones where they are many."""
        return self.catalogue.listed(self.locale, [self.community(code) for code in codes])

    def closure(self, closure: Closure) -> str:
        """Tell an overlap or gap that was closed."""
        single = len(closure.communities) == 1
        key = f"{closure.kind}-inside" if single and closure.kind == "gap" else closure.kind
        received = [
            self.text("received", community=self.community(code), area=square_metres(area))
            if len(closure.received) > 1
            else self.community(code)
            for code, area in closure.received
        ]
        return self._where(
            key, closure, received=self.catalogue.listed(self.locale, received)
        ) + self._pieces(closure)

    def refused(self, closure: Closure, tolerance_m: float) -> str:
        """Tell an overlap or gap that was refused."""
        told = self._where(f"refused-{closure.kind}", closure, tolerance=f"{tolerance_m:g}")
        return told + self._pieces(closure)

    def hole(self, hole: Hole) -> str:
        """Tell a hole, or a gap that runs out of the district, that stays."""
        if hole.is_open:
            return self._where("inlet", hole)
        return self._where("hole-inside" if len(hole.communities) == 1 else "hole", hole)

    def moved(self, moved: Moved) -> str:
        """Tell what one community gained and lost."""
        return self.text(
            "moved",
            community=self.community(moved.community),
            gained=square_metres(moved.gained_m2),
            lost=square_metres(moved.lost_m2),
        )

    def swallowed(self, one: Swallowed) -> str:
        """Tell whose ground others have, or what is too small."""
        return self.text(
            "swallowed" if one.others else "vanished",
            community=self.community(one.code),
            others=self.communities(one.others),
            area=square_metres(one.area_m2),
            place=degrees(one.place),
        )

    def fitted(self, one: Fitted) -> str:
        """Tell how a micro-cell was changed."""
        return self.text("fitted", cell=self.community(one.code), place=degrees(one.place))

    def change(self, change: Change) -> str:
        """Tell what snapping mended."""
        place = "" if change.place is None else degrees(change.place)
        return self.text(f"snapped-{change.kind}", place=place)

    def _where(self, key: str, found: Closure | Hole, /, **facts: Fact) -> str:
        return self.text(
            key,
            communities=self.communities(found.communities),
            width=metres(found.width_m),
            place=degrees(found.place),
            **facts,
        )

    def _pieces(self, closure: Closure) -> str:
        if closure.pieces == 1:
            return ""
        return self.catalogue.text(self.locale, "list-comma") + self.text(
            "pieces", count=closure.pieces
        )
