"""What can keep a district from being divided."""

from typing import Literal

from gis.texts import Catalogue, Fact, Locale, Told, own_texts, shown

Kind = Literal["strategy", "options", "size", "serials"]


class PartitionError(Told, ValueError):
    """A division that cannot be made as asked.

    Parameters
    ----------
    what
        Which of the texts ``undivided-…`` says so.
    facts
        What is set into it; items that are told themselves are listed.

    Attributes
    ----------
    kind
        ``strategy`` or ``options``: not known or not fit; ``size``: out of bounds;
        ``serials``: a community would get more cells than there are serials.
    community, cells, size_m, proposed_size_m
        The facts where they apply: the community's code, its number of cells at the size asked
        for, and a size at which every community fits.
    """

    def __init__(
        self,
        what: str,
        *,
        kind: Kind,
        community: str | None = None,
        cells: int | None = None,
        size_m: float | None = None,
        proposed_size_m: float | None = None,
        **facts: Fact | tuple[Told, ...],
    ) -> None:
        self.what = what
        self.kind = kind
        self.community = community
        self.cells = cells
        self.size_m = size_m
        self.proposed_size_m = proposed_size_m
        self.facts = facts
        super().__init__(self.text("en"))

    def text(self, locale: Locale, catalogue: Catalogue | None = None) -> str:
        """Return it in words."""
        catalogue = catalogue or own_texts()
        facts: dict[str, Fact] = {}
        if self.community is not None:
            facts["community"] = self.community
        if self.cells is not None:
            facts["cells"] = str(self.cells)
        if self.size_m is not None:
            facts["size"] = f"{self.size_m:g}"
        if self.proposed_size_m is not None:
            facts["proposed"] = f"{self.proposed_size_m:g}"
        for name, fact in self.facts.items():
            if isinstance(fact, tuple):
                facts[name] = "; ".join(one.text(locale, catalogue) for one in fact)
            else:
                facts |= shown({name: fact})
        return catalogue.text(locale, f"undivided-{self.what}", **facts)
