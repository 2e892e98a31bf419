"""Bisection on the totals in NumPy: for a trial total of each topic every creator's share follows from its own condition,
the shares add up to more than 1 below the equilibrium and to less above it.

With z = x/s: (c rho s^r / P) z^r + e z = 1, r = rho - 1. rho = 2 gives z at once; else Newton, from the shares of the last
trial total. One power a cell and Newton step.

- `plain`: whole matrices, all topics in step, as a user would type it.
- `blocked`: the same formulas over a few topics at a time, so that the temporaries stay in cache, and one thread for each
  core (NumPy releases the interpreter's lock inside its loops).
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

TOLERANCES = (5e-7, 5e-10, 5e-13)  # width of the last bracket in log s
BLOCK_CELLS = 20_000


def shares(cost, rho, price, elasticity, totals, start, tolerance):
    """z for all cells of the topics, shapes (k, n) and (k, 1)."""
    r = rho - 1
    if (rho == 2).all():
        return 1 / (cost * (2 * totals / price) + elasticity)
    factor = cost * (rho * totals**r / price)
    z = start
    for _ in range(50):
        power = factor * z**r
        z_next = z * (1 + (1 - power - elasticity * z) / (r * power + elasticity * z))
        np.maximum(z_next, 0.01 * z, out=z_next)
        settled = np.abs(z_next - z).max() <= tolerance * z.max()
        z = z_next
        if settled:
            break
    return z


def bisect(game, topics, tolerance):
    """Efforts of a slice of topics."""
    cost, rho = game.coefficients[topics], game.rho[topics, None]
    mu, alpha, beta, gamma = (a[topics, None] for a in (game.mu, game.alpha, game.beta, game.gamma))

    def price_at(log_s):
        ai, human = alpha * np.exp(beta * log_s), np.exp(gamma * log_s)
        return mu / (ai + human), (beta * ai + gamma * human) / (ai + human)

    z = np.full_like(cost, 1 / cost.shape[1])

    def excess(log_s):
        nonlocal z
        price, elasticity = price_at(log_s)
        # A Newton step squares the error of z, so a step below the root of the tolerance was enough.
        z = shares(cost, rho, price, elasticity, np.exp(log_s), z, min(1e-4, tolerance**0.5))
        return z.sum(axis=1, keepdims=True) - 1

    # The crowd of creators with the mean cost who take the price as given is near enough for a bracket to be found around it.
    middle = np.zeros_like(rho)
    for _ in range(60):
        price, elasticity = price_at(middle)
        taker = (np.log(price) - np.log(rho * cost.mean(axis=1, keepdims=True))) / (rho - 1)
        middle += (np.log(cost.shape[1]) + taker - middle) / (1 + elasticity / (rho - 1))
    width = 0.5
    low, high = middle - width, middle + width
    while not ((excess(low) >= 0).all() and (excess(high) <= 0).all()):
        width *= 2
        low, high = middle - width, middle + width
    while (high - low).max() > tolerance:
        middle = (low + high) / 2
        above = excess(middle) > 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return z * np.exp(middle)


class Rival:
    tolerances = TOLERANCES

    def __init__(self, game, options):
        self.game, self.threads, self.blocked = game, options.threads, options.version == "blocked"

    def solve(self, tolerance):
        game = self.game
        if not self.blocked:
            return bisect(game, slice(0, game.topics), tolerance)
        rows = max(1, BLOCK_CELLS // game.creators)
        blocks = [slice(k, min(k + rows, game.topics)) for k in range(0, game.topics, rows)]
        with ThreadPoolExecutor(self.threads) as pool:
            return np.concatenate(list(pool.map(lambda block: bisect(game, block, tolerance), blocks)))
