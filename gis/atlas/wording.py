"""The sheets' words and numbers in one language."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from pyproj import CRS

from gis.atlas.borders import Border
from gis.atlas.ground import Ground
from gis.atlas.names import plain
from gis.atlas.people import TIERS, DivisionNote, Responsible
from gis.atlas.scales import ScaleBar
from gis.atlas.sheet import MOST_PERSONS, BarMark, PersonRow, Words
from gis.texts import Fact, Locale, own_texts

_MOST_NAMES_A_SIDE = 8
_THIN_SPACE = "\u2009"


class Wording:
    """Forms every text of a sheet.

    Parameters
    ----------
    locale
        Language.
    district_name
        How the district is called in it.
    """

    def __init__(self, locale: Locale, district_name: str) -> None:
        self.locale = locale
        self.district_name = plain(district_name)

    def say(self, key: str, **facts: Fact) -> str:
        """Return a text of the atlas by its key."""
        return own_texts().text(self.locale, f"atlas-{key}", **facts)

    def shared(
        self, *, illustrative: bool, division: DivisionNote | None, printed_on: str
    ) -> Words:
        """Return the words that all sheets share."""
        say = self.say
        return Words(
            lang=self.locale,
            north=say("north"),
            inset=say("inset", district=self.district_name),
            legend_cell=say("legend-cell"),
            legend_neighbour=say("legend-neighbour"),
            legend_cell_line=say("legend-cell-line"),
            legend_community_line=say("legend-community-line"),
            legend_district_line=say("legend-district-line"),
            column_tier=say("column-tier"),
            column_organisation=say("column-organisation"),
            column_name=say("column-name"),
            column_phone=say("column-phone"),
            qr=say("qr"),
            illustrative=say("note-illustrative") if illustrative else "",
            superseded=""
            if division is None or division.valid_to is None
            else say("note-superseded", to=division.valid_to.isoformat()),
            footer_division=self._division(division),
            footer_printed=say("footer-printed", date=printed_on) if printed_on else "",
        )

    def area(self, area_m2: float) -> str:
        """Return an area, in hectares from one hectare on."""
        if area_m2 < 9_950:
            return self.say("area-m2", area=number(round(area_m2)))
        hectares = area_m2 / 10_000
        return self.say("area-ha", area=number(hectares, 1 if hectares < 1_000 else 0))

    def facts(self, area_m2: float, scale: int, *, households: int | None, special: bool) -> str:
        """Return the line under the code."""
        parts = [self.area(area_m2)]
        if special:
            parts.append(self.say("kind-special"))
        if households is not None:
            plural = "one" if households == 1 else "other"
            facts: dict[str, Fact] = {"count": number(households)}
            if self.locale == "en":
                facts["plural"] = plural
            parts.append(self.say("households", **facts))
        return " · ".join([*parts, self.say("scale", scale=number(scale))])

    def persons(self, responsible: Sequence[Responsible] | None) -> list[PersonRow]:
        """Return the table's rows: all three tiers in order, a vacant one as a gap.

        None, for an atlas printed without persons, leaves the rows empty to be filled by hand.
        """
        rows: list[PersonRow] = []
        for tier in TIERS:
            label = self.say(f"tier-{tier}")
            posts = [post for post in responsible or () if post.tier == tier]
            if responsible is None:
                rows.append(PersonRow(label, "", "", "", vacant=False))
            elif not posts:
                rows.append(self._vacancy(label, ""))
            for post in posts:
                name = plain(post.name or "")
                if name:
                    phone = plain(post.phone or "") or self.say("no-phone")
                    rows.append(
                        PersonRow(label, plain(post.organisation), name, phone, vacant=False)
                    )
                else:
                    rows.append(self._vacancy(label, plain(post.organisation)))
        if len(rows) > MOST_PERSONS:
            left = len(rows) - MOST_PERSONS + 1
            more = PersonRow(
                "", "", "", "", vacant=False, more=self.say("more-persons", count=left)
            )
            rows = [*rows[: MOST_PERSONS - 1], more]
        return rows

    def borders(self, borders: Iterable[Border], names: dict[int, tuple[str, str]]) -> str:
        """Return what the cell borders, by direction; ``names`` are label and serial by row."""
        # What lies in several directions, most often the outside, is told once.
        sides: list[str] = []
        directions: dict[str, list[str]] = {}
        for direction, side in groupby(borders, key=lambda border: border.direction):
            joined = self._side([border.row for border in side], names)
            if direction in ("inside", "around"):
                sides.append(self.say(f"borders-{direction}", names=joined))
            else:
                directions.setdefault(joined, []).append(self.say(f"direction-{direction}"))
        separator = self.say("names-separator")
        compass = [
            self.say("borders-one", direction=separator.join(towards), names=joined)
            for joined, towards in directions.items()
        ]
        sides = [*compass, *sides]
        return self.say("borders-separator").join(sides) or self.say("borders-none")

    def coordinates(self, crs: CRS, ground: Ground) -> str:
        """Return the name of the coordinate system."""
        if crs.utm_zone:
            return self.say("crs-utm", zone=crs.utm_zone)
        if "CGCS2000" in crs.name and ground.central_meridian is not None:
            return self.say("crs-gauss-kruger", meridian=f"{ground.central_meridian:g}")
        return crs.name

    def _division(self, division: DivisionNote | None) -> str:
        if division is None:
            return ""
        name = plain(division.name)
        if division.valid_from is None:
            return self.say("footer-division-undated", name=name)
        since = division.valid_from.isoformat()
        if division.valid_to is None:
            return self.say("footer-division", name=name, **{"from": since})
        until = division.valid_to.isoformat()
        return self.say("footer-division-past", name=name, to=until, **{"from": since})

    def _vacancy(self, tier: str, organisation: str) -> PersonRow:
        return PersonRow(tier, organisation, self.say("vacant"), self.say("no-phone"), vacant=True)

    def _side(self, rows: list[int], names: dict[int, tuple[str, str]]) -> str:
        separator = self.say("names-separator")
        outside = [self.say("outside", district=self.district_name)] if -1 in rows else []
        cells = sorted(names[row] for row in rows if row >= 0)
        said = []
        for community, group in groupby(cells, key=lambda name: name[0]):
            serials = [serial for _, serial in group]
            if len(cells) > _MOST_NAMES_A_SIDE and len(serials) > 2:
                said.append(self.say("borders-many", community=community, count=len(serials)))
            else:
                said.append(f"{community} {separator.join(serials)}")
        return separator.join([*said, *outside])


def bar_marks(bar: ScaleBar) -> list[BarMark]:
    """Return the labels of a scale bar; the last carries the unit."""
    kilometres = bar.length_m >= 2_000
    unit, divisor = ("km", 1_000) if kilometres else ("m", 1)
    marks = [
        BarMark(
            at_mm=division * bar.length_mm / bar.length_m,
            text=f"{division / divisor:g}",
        )
        for division in bar.divisions_m
    ]
    return [*marks[:-1], BarMark(marks[-1].at_mm, f"{marks[-1].text} {unit}")]


def number(value: float, decimals: int = 0) -> str:
    """Return a number with thin spaces between thousands, as both languages print it here."""
    return f"{value:,.{decimals}f}".replace(",", _THIN_SPACE)
