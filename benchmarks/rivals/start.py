"""Where a rival starts. The same three starts are open to every rival that iterates on all efforts."""

import numpy as np

from game import UnsupportedGame

NAMES = ("ones", "symmetric", "mean-field")


def crowd_totals(game, crowd, steps=60):
    """log s with s = sum of (P(s)/(c rho))^(1/r), r = rho - 1, where crowd = sum of (c rho)^(-1/r): everybody takes the
    price as given. Newton on log s; the left side falls and the right side rises, slopes are bounded away from 0."""
    r = game.rho - 1
    log_s = np.zeros(game.topics)
    for _ in range(steps):
        price, elasticity = game.price(np.exp(log_s))
        step = (np.log(crowd) + np.log(price) / r - log_s) / (1 + elasticity / r)
        log_s += step
        if np.abs(step).max() < 1e-14:
            break
    return log_s


def coupled_efforts(game, name, steps=80):
    """The symmetric start of a game that couples topics: price takers who all have a topic's mean cost and the mean weight of
    the coupling, each topic's own curvature counted and the other topics left out. Bisection on log x, all topics in step."""
    if name != "symmetric":
        raise UnsupportedGame(f"start {name}: games whose topics are coupled have the symmetric start only")
    cost, own = game.coefficients.mean(axis=1) * game.rho, game.weights.mean() * np.diag(game.matrix)
    low, high = np.full(game.topics, -200.0), np.full(game.topics, 200.0)
    for _ in range(steps):
        middle = 0.5 * (low + high)
        x = np.exp(middle)
        rises = game.price(game.creators * x)[0] > cost * x ** (game.rho - 1) + own * x
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    return np.repeat(np.exp(low)[:, None], game.creators, axis=1)


def efforts(game, name):
    """Start efforts, shape (K, n).

    ones: x = 1. symmetric: the equilibrium of price takers who all have the topic's mean cost, one value a topic.
    mean-field: the equilibrium of price takers with their own costs, one power a cell.
    """
    if name == "ones":
        return np.ones_like(game.coefficients)
    if game.couples:
        return coupled_efforts(game, name)
    r = (game.rho - 1)[:, None]
    if name == "symmetric":
        mean = (game.coefficients.mean(axis=1) * game.rho) ** (-1 / r[:, 0])
        totals = np.exp(crowd_totals(game, game.creators * mean))
        return np.repeat((totals / game.creators)[:, None], game.creators, axis=1)
    if name == "mean-field":
        takers = (game.coefficients * game.rho[:, None]) ** (-1 / r)
        price, _ = game.price(np.exp(crowd_totals(game, takers.sum(axis=1))))
        return takers * price[:, None] ** (1 / r)
    raise ValueError(f"start: expected one of {', '.join(NAMES)}, found {name!r}")
