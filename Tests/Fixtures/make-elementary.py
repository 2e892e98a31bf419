#!/usr/bin/env python3
"""Writes elementary.json: exp, log and pow at chosen points, to far below 0.01 ULP.

    pip install mpmath && python3 Tests/Fixtures/make-elementary.py

A row is the arguments, the nearest double or one next to it, and what is missing from that double to the exact value in
units of its last place (so that it also works for subnormal results). Doubles are hexadecimal: read back exactly.
"""
import json
import math
import pathlib
import random

import mpmath

mpmath.mp.dps = 60
LARGEST = float.fromhex("0x1.fffffffffffffp+1023")
draw = random.Random(20240215)


def log_uniform(low, high):
    """A random double between two powers of two, uniform in its exponent."""
    exponent = draw.uniform(low, high)
    whole = math.floor(exponent)
    return math.ldexp(2.0 ** (exponent - whole), whole)


def exp_points():
    xs = [0.0, -745.13, -745.0, -744.44, -708.4, -708.39, 709.78, 709.0, 1.0, -1.0]
    xs += [draw.uniform(-745.13, -708.0) for _ in range(50)]                   # subnormal results
    xs += [draw.uniform(-708.0, 709.7) for _ in range(70)]
    xs += [draw.uniform(-2.0, 2.0) for _ in range(50)]
    xs += [sign * 2.0**-k for k in range(2, 60, 5) for sign in (1, -1)]
    xs += [1e-300, -1e-300, 5e-324, -5e-324, 1e-20, -1e-20]
    xs += [(k + 0.5) * math.log(2) * (1 + d) for k in range(-1070, 1020, 110) for d in (-1e-14, 1e-14)]
    return [(x,) for x in xs]


def log_points():
    xs = [5e-324, 1e-323, 2.0**-1022, math.nextafter(2.0**-1022, 0), LARGEST, 2.0, 0.5]
    xs += [log_uniform(-1074, -1022) for _ in range(40)]
    xs += [log_uniform(-1022, 1024 - 1e-9) for _ in range(70)]
    xs += [1 + sign * 2.0**-k for k in range(1, 53, 2) for sign in (1, -1)]
    xs += [draw.uniform(0.68, 1.45) for _ in range(80)]
    xs += [math.sqrt(s) * (1 + d) for s in (0.5, 2.0) for d in (-1e-15, 0.0, 1e-15, 1e-6)]
    return [(x,) for x in xs]


def pow_points():
    def targeting(x, low, high):
        """y such that x^y lies between 2^low and 2^high."""
        return draw.uniform(low, high) / (math.log(x) / math.log(2))

    points = []
    for _ in range(50):                                                        # bases subnormal to huge
        x = log_uniform(-1074, 1023.9)
        points.append((x, targeting(x, -1022, 1023.5)))
    for _ in range(40):                                                        # subnormal results
        x = log_uniform(-1074, 1023.9)
        points.append((x, targeting(x, -1074, -1022)))
    for _ in range(40):                                                        # x near 1, y huge
        x = 1 + draw.choice((-1, 1)) * 2.0 ** draw.uniform(-50, -3)
        points.append((x, targeting(x, -1074, 1023.5)))
    for _ in range(30):                                                        # y tiny: a result near 1
        points.append((log_uniform(-1074, 1023.9), draw.choice((-1, 1)) * 10 ** draw.uniform(-30, -3)))
    for _ in range(30):                                                        # rho - 1 near 0
        points.append((log_uniform(-996, 996), 10 ** draw.uniform(-16, -3)))
    for _ in range(30):                                                        # rho - 1 near 1
        points.append((log_uniform(-996, 996), 1 + draw.choice((-1, 1)) * 10 ** draw.uniform(-16, -3)))
    for _ in range(40):                                                        # the solver's daily work
        points.append((log_uniform(-60, 30), draw.uniform(0.05, 2.0)))
    points += [(5e-324, 1.0), (5e-324, 0.5), (5e-324, -0.9), (LARGEST, 1.0), (LARGEST, -1.0), (2.0, -1074.0),
               (2.0, 1023.0), (4.0, 0.5), (10.0, -308.0), (3.0, 0.0)]
    return points


def rows(points, function):
    for arguments in points:
        exact = function(*(mpmath.mpf(a) for a in arguments))
        if exact > LARGEST:
            continue
        near = float(exact)
        missing = float((exact - mpmath.mpf(near)) / mpmath.mpf(math.ulp(near)))
        yield [a.hex() for a in arguments] + [near.hex(), f"{missing:.5f}"]


def main():
    functions = {"exp": (exp_points, mpmath.exp), "log": (log_points, mpmath.log), "pow": (pow_points, mpmath.power)}
    parts = []
    for name, (points, function) in functions.items():
        flat = [json.dumps(" ".join(row)) for row in rows(points(), function)]
        lines = [", ".join(flat[i:i + 3]) for i in range(0, len(flat), 3)]
        parts.append(f' "{name}": [\n  ' + ",\n  ".join(lines) + "\n ]")
    path = pathlib.Path(__file__).with_name("elementary.json")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n")


main()
