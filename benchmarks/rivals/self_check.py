"""Every installed rival on small games with answers found by nested bisection in plain Python."""

import argparse
import json
import math
import os
import random
import tempfile

from catalogue import RIVALS

LIMIT = 1e-6  # largest relative error of a total, and 100 times that for the residual, which no solver here aims at


def draw(creators, topics, rho, spread, seed):
    """A game file's content. Costs are log-uniform on [1/spread, spread]."""
    chance = random.Random(seed)

    def uniform(low, high):
        return [chance.uniform(low, high) for _ in range(topics)]

    return {"schema": "nashbench/game/1", "competition": "exclusive",
            "market": {"mu": [creators * m for m in uniform(1, 3)], "alpha": uniform(0.5, 1.5), "beta": uniform(0.2, 0.6),
                       "gamma": uniform(0.8, 1)},
            "cost": {"coefficients": [[spread ** chance.uniform(-1, 1) for _ in range(topics)] for _ in range(creators)],
                     "exponents": rho}}


def bisect(function, low, high):
    """The root of a falling function in log space, to the last place."""
    for _ in range(80):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return math.sqrt(low * high)


def totals(game):
    """sum over creators of the x with P - e P x/s - c rho x^(rho-1) = 0 equals s, topic by topic."""
    market, rho = game["market"], game["cost"]["exponents"]

    def total(k):
        mu, alpha, beta, gamma = (market[name][k] for name in ("mu", "alpha", "beta", "gamma"))

        def excess(s):
            ai, human = alpha * s**beta, s**gamma
            price, slope = mu / (ai + human), (beta * ai + gamma * human) / (ai + human) / s
            costs = (row[k] for row in game["cost"]["coefficients"])
            return sum(bisect(lambda x: price - slope * price * x - c * rho * x ** (rho - 1), 1e-9, 1e9) for c in costs) - s

        return bisect(excess, 1e-3, 1e6)

    return [total(k) for k in range(len(market["mu"]))]


def self_check(run, options):
    """Prints a line for each rival and game; 0 where every rival that is installed was right, else 1."""
    games = {"rho 1.7, 50 x 3": draw(50, 3, 1.7, 1.6, 1), "rho 2, 50 x 3": draw(50, 3, 2, 1.6, 2),
             "rho 1.4, 4 x 2, large shares": draw(4, 2, 1.4, 2.0, 3)}
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="nashbench-rivals-") as folder:
        for title, game in games.items():
            files = {"game": game, "reference": {"schema": "nashbench/equilibrium/1", "totals": totals(game)}}
            paths = {key: os.path.join(folder, f"{key}.json") for key in files}
            for key, content in files.items():
                with open(paths[key], "w", encoding="utf-8") as file:
                    json.dump(content, file)
            for name in RIVALS:
                record = run(argparse.Namespace(rival=name, error=LIMIT, tolerance=None, start=options.start, repeat=1,
                                                time_limit=options.time_limit, threads=options.threads, **paths))
                right = record["status"] == "ok" and record["residual"] is not None and record["residual"] <= 100 * LIMIT
                wrong += not right and record["status"] != "skipped"
                print(f"{record['status'] if right or record['status'] != 'ok' else 'wrong':8}{name:24}{title:31}"
                      f"error {record['totalError']}  residual {record['residual']}  {record['reason'] or ''}", flush=True)
    print("self-check:", "every installed rival is right" if wrong == 0 else f"{wrong} wrong")
    return int(wrong > 0)
