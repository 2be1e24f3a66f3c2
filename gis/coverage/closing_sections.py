"""Divide strips of nobody's land into sections, each between the same two communities.

A triangle with a side on one community and its third corner on another lies between these two.
Connected triangles between the same communities are a section. What is left, the corners where
strips meet or end, follows the section into which it opens widest; and so does a section that is
hardly longer than it is wide: a community that meets a strip only at its short end does not run
along it.
"""

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from gis.coverage.closing_mesh import INSIDE, Mesh
from gis.lattice import Bools, Ints

_UNDECIDED = -1

_LEAST_LENGTHS = 2
"""A section is at least so much longer than its widest opening into another."""


@dataclass(frozen=True)
class Sections:
    """The sections of strips.

    Attributes
    ----------
    number
        The section of each triangle.
    between
        The communities of each section, ascending: two, or the only one; none where it borders
        no community.
    runs
        How far each community runs along each section, in micrometres.
    """

    number: Ints
    between: list[tuple[int, ...]]
    runs: list[Counter[int]]


def sections_of(mesh: Mesh, communities: int) -> Sections:
    """Find the sections of triangulated strips among so many communities."""
    label = _labels(mesh, communities)
    merging = _Merging(mesh, label)
    merging.decide()
    merging.absorb()
    number, roots = merging.numbered()
    runs = [merging.runs[root] for root in roots]
    between = [
        _between(merging.label[root], run, communities)
        for root, run in zip(roots, runs, strict=True)
    ]
    return Sections(number, between, runs)


def _between(label: int, runs: Counter[int], communities: int) -> tuple[int, ...]:
    """Return the communities of a section: as labelled, unless others run along most of it."""
    if label != _UNDECIDED:
        labelled = {*divmod(label, communities)}
        if 2 * sum(runs[one] for one in labelled) >= runs.total():
            return tuple(sorted(labelled))
    longest = sorted(runs, key=lambda community: (-runs[community], community))
    return tuple(sorted(longest[:2]))


def _labels(mesh: Mesh, communities: int) -> Ints:
    """Tell the communities that each triangle lies between, as one number, where that is plain."""
    beside = mesh.beside.copy()
    # Three communities around one triangle: the shortest side does not count.
    three = (beside >= 0).all(axis=1) & (np.diff(np.sort(beside, axis=1), axis=1) > 0).all(axis=1)
    shortest = mesh.lengths.argmin(axis=1)
    beside[three, shortest[three]] = _UNDECIDED
    most = beside.max(axis=1)
    rest = np.where((beside >= 0) & (beside != most[:, None]), beside, _UNDECIDED).max(axis=1)
    mine = beside == most[:, None]
    apex = mesh.only[mesh.corners[np.arange(len(mine)), (mine.argmax(axis=1) + 2) % 3]]
    alone = (mesh.only[mesh.corners] == most[:, None]).all(axis=1)
    other = np.where(mine.sum(axis=1) == 1, apex, np.where(alone, most, _UNDECIDED))
    other = np.where(rest >= 0, np.where(_ends(mesh, beside), _UNDECIDED, rest), other)
    low, high = np.minimum(most, other), np.maximum(most, other)
    return np.where(low >= 0, low * communities + high, _UNDECIDED)


def _ends(mesh: Mesh, beside: Ints) -> Bools:
    """Tell the triangles that open inwards wider than one of their outer sides is long.

    With sides on two communities, the strip ends there: the shorter one may be its end only.
    """
    opening = np.where(beside == INSIDE, mesh.lengths, 0).max(axis=1)
    shorter = np.where(beside >= 0, mesh.lengths, np.iinfo(np.int64).max).min(axis=1)
    return np.asarray(shorter < _LEAST_LENGTHS * opening, dtype=np.bool_)


class _Merging:
    """Sections that are joined step by step; each is named by one of its triangles."""

    def __init__(self, mesh: Mesh, label: Ints) -> None:
        self.label: list[int] = label.tolist()
        self.leader = list(range(len(label)))
        one, other, length = mesh.links[:, 0], mesh.links[:, 1], mesh.links[:, 2]
        same = (label[one] == label[other]) & (label[one] != _UNDECIDED)
        for a, b in zip(one[same].tolist(), other[same].tolist(), strict=True):
            low, high = sorted((self.root(a), self.root(b)))
            self.leader[high] = low
        self.runs: dict[int, Counter[int]] = defaultdict(Counter)
        triangle, side = np.nonzero(mesh.beside >= 0)
        for number, community, run in zip(
            triangle.tolist(),
            mesh.beside[triangle, side].tolist(),
            mesh.lengths[triangle, side].tolist(),
            strict=True,
        ):
            self.runs[self.root(number)][community] += run
        # The widest opening into each neighbouring section.
        self.openings: dict[int, dict[int, int]] = defaultdict(dict)
        for a, b, width in zip(
            one[~same].tolist(), other[~same].tolist(), length[~same].tolist(), strict=True
        ):
            a, b = self.root(a), self.root(b)
            if a != b:
                self._open(a, b, width)

    def root(self, triangle: int) -> int:
        leader = self.leader
        while leader[triangle] != triangle:
            leader[triangle] = leader[leader[triangle]]
            triangle = leader[triangle]
        return triangle

    def decide(self) -> None:
        """Let undecided triangles follow the section into which they open widest."""
        waiting = [
            (-width, undecided, section)
            for undecided, openings in self.openings.items()
            if self.label[undecided] == _UNDECIDED
            for section, width in openings.items()
            if self.label[section] != _UNDECIDED
        ]
        heapq.heapify(waiting)
        while waiting:
            _, undecided, section = heapq.heappop(waiting)
            if self.root(undecided) != undecided:
                continue
            section = self.root(section)
            further = dict(self.openings[undecided])
            self._join(undecided, section)
            for near, width in further.items():
                if self.label[near] == _UNDECIDED:
                    heapq.heappush(waiting, (-width, near, section))
        for lone in sorted(self.openings):
            # Only undecided ones are left next to each other: a strip of its own.
            while self.root(lone) == lone and self.label[lone] == _UNDECIDED:
                near = min(self.openings[lone], default=lone)
                if near == lone:
                    break
                self._join(max(lone, near), min(lone, near))

    def absorb(self) -> None:
        """Let sections that are too short follow the one into which they open widest."""
        short = sorted(self.openings, key=lambda s: (self.runs[s].total(), s))
        for section in short:
            if self.root(section) != section or not self.openings[section]:
                continue
            near = self.openings[section]
            widest = max(near.values())
            if self.runs[section].total() < 2 * _LEAST_LENGTHS * widest:
                self._join(section, min(s for s, width in near.items() if width == widest))

    def numbered(self) -> tuple[Ints, list[int]]:
        """Return the section of each triangle, and the triangle by which each is named."""
        roots = np.array([self.root(t) for t in range(len(self.leader))], dtype=np.int64)
        named, number = np.unique(roots, return_inverse=True)
        return number.astype(np.int64), named.tolist()

    def _join(self, section: int, into: int) -> None:
        self.leader[section] = into
        self.runs[into].update(self.runs.pop(section, {}))
        for near, width in self.openings.pop(section).items():
            del self.openings[near][section]
            if near != into:
                self._open(into, near, width)

    def _open(self, one: int, other: int, width: int) -> None:
        width = max(width, self.openings[one].get(other, 0))
        self.openings[one][other] = self.openings[other][one] = width
