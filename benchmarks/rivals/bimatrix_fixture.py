#!/usr/bin/env python3
"""Equilibria of 200 random two-player games by nashpy, for Tests/Fixtures/bimatrix.json.

    pip install nashpy==0.0.43 && python3 benchmarks/rivals/bimatrix_fixture.py > Tests/Fixtures/bimatrix.json

Payoffs are whole numbers in -50..50, drawn from a fixed seed, 2 to 4 strategies a player. Kept are games in which nashpy's support
enumeration and vertex enumeration agree on an odd number of equilibria: those that are not degenerate, where extreme
equilibria are all equilibria. One line a game: both payoff tables and the pairs of mixed strategies.
"""
import json
import random
import warnings

import nashpy


def pairs(found):
    return sorted({tuple(tuple(round(float(p), 12) + 0.0 for p in side) for side in pair) for pair in found})


def equilibria(game):
    """Sorted pairs, or None where the two enumerations differ or the number is even."""
    supports, vertices = pairs(game.support_enumeration()), pairs(game.vertex_enumeration())
    same = len(supports) == len(vertices) and all(
        any(all(abs(p - q) < 1e-9 for one, two in zip(a, b) for p, q in zip(one, two)) for b in vertices) for a in supports)
    return supports if same and len(supports) % 2 == 1 else None


def main():
    warnings.simplefilter("ignore")
    draw, lines = random.Random(20240601), []
    while len(lines) < 200:
        rows, columns = draw.randint(2, 4), draw.randint(2, 4)
        a, b = ([[draw.randint(-50, 50) for _ in range(columns)] for _ in range(rows)] for _ in range(2))
        found = equilibria(nashpy.Game(a, b))
        if found:
            lines.append(json.dumps({"row": a, "column": b, "equilibria": found}, separators=(",", ":")))
    print(json.dumps({"by": "nashpy " + nashpy.__version__})[:-1] + ', "games": [\n' + ",\n".join(lines) + "\n]}")


if __name__ == "__main__":
    main()
