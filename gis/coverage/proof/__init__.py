"""Prove in integers that cells divide their communities exactly.

The proof is by winding numbers on the stored coordinates:

1. every directed edge occurs once; its reverse occurs once, or the edge is outline (`network`);
2. every shell is simple and runs anticlockwise, every hole is simple, runs clockwise and lies in
   its shell and in no other hole, and parts lie apart: each cell winds once around its own
   points and around no others (`shapes`);
3. the edges that cells of one community do not run along both ways are its outline, and all
   outlines together are one drawing in which every point has one owner (`borders`). Inner
   edges cancel, so the cells of a community together wind as its outline does: once around
   each of its points and around no other; and so does the district as a whole;
4. each given edge reappears in its community's outline, as it is or led through the nodes
   whose unit pixels it meets, so none has moved by more than 0.71 units; what collapses is
   told (`fidelity`);
5. the integer areas of the cells add up to the area within each outline;
6. sides between cells of a community lie on its lattice, where it has one (`sides`).

Nothing here is shared with the engine that divides: a mistake in it cannot hide itself.
"""

from gis.coverage.proof.check import check_coverage

__all__ = ["check_coverage"]
