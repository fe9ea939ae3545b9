"""The best undecided link between each two clusters, of many components at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resolver.weights import weights

Ints = npt.NDArray[np.int64]


def undecided(
    root: Ints, a: Ints, b: Ints, scores: npt.NDArray[np.float64], component: Ints
) -> Ints:
    """Which of the edges (a, b) of nodes 0..n-1 are suggestions, by component, and there as
    `resolver.cluster` has them: best first. `root` is the cluster of each node."""
    of_a, of_b = root[a], root[b]
    mine = np.flatnonzero((of_a != of_b) & (scores >= weights()["threshold.review"]))
    mine = mine[np.lexsort((b[mine], a[mine], -scores[mine], component[mine]))]
    low, high = np.minimum(of_a, of_b)[mine], np.maximum(of_a, of_b)[mine]
    _, first = np.unique(low * len(root) + high, return_index=True)
    found: Ints = mine[np.sort(first)]
    return found
