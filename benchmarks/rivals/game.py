"""Reads `nashbench/game/1` for the rivals: dense exclusive or human-only contests with power costs, topics coupled or not."""

import json
import os
from dataclasses import dataclass

import numpy as np

NEUTRAL = {"royalty": 0, "licence": {"price": 0, "decay": 0, "outsideData": 0}, "conversationShare": 1, "demand": "human"}
KNOWN_MARKET = {"mu", "alpha", "beta", "gamma", *NEUTRAL}


class UnsupportedGame(ValueError):
    """The game is valid, but no rival is written for it: the run is recorded as skipped."""


@dataclass(frozen=True)
class Game:
    """A contest, topic-major: arrays over topics have shape (K,), arrays over cells (K, n).

    D(s) = alpha s^beta + s^gamma and P(s) = mu / D(s); a creator's cost is the sum of c x^rho over topics, and (w/2) x'Q x
    where the game couples topics: `matrix` is Q, shape (K, K), and `weights` w, shape (n,); else both are None.
    """

    mu: np.ndarray
    alpha: np.ndarray
    beta: np.ndarray
    gamma: np.ndarray
    rho: np.ndarray
    coefficients: np.ndarray
    matrix: np.ndarray | None = None
    weights: np.ndarray | None = None

    @property
    def topics(self):
        return self.coefficients.shape[0]

    @property
    def creators(self):
        return self.coefficients.shape[1]

    @property
    def couples(self):
        return self.matrix is not None

    def coupled_cost(self, efforts):
        """w (Q x), the marginal cost that topics have together; efforts and result of shape (K, n)."""
        return self.weights * (self.matrix @ efforts)

    def price(self, totals):
        """P and e = -s P'/P at the totals, both of shape (K,)."""
        ai = self.alpha * totals**self.beta
        human = totals**self.gamma
        return self.mu / (ai + human), (self.beta * ai + self.gamma * human) / (ai + human)


def _array(value, folder, field):
    """A number, a list or {"npy": file} as a float64 array, order kept."""
    if isinstance(value, dict):
        if set(value) != {"npy"}:
            raise UnsupportedGame(f"{field}: expected numbers or an npy file, found keys {sorted(value)}")
        return np.load(os.path.join(folder, value["npy"])).astype(np.float64, copy=False)
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{field}: expected numbers, found {str(value)[:60]!r}") from None


def _per_topic(value, topics, folder, field):
    array = _array(value, folder, field)
    if array.shape not in ((), (topics,)):
        raise UnsupportedGame(f"{field}: expected a number or {topics} numbers, found shape {array.shape}")
    return np.ascontiguousarray(np.broadcast_to(array, (topics,)), dtype=np.float64)


def read_game(path):
    """Reads a game file with the matrices beside it. Raises UnsupportedGame or ValueError, naming the field."""
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    if document.get("schema") != "nashbench/game/1":
        raise ValueError(f"schema: expected 'nashbench/game/1', found {document.get('schema')!r}")
    for section, key in (("market", "mu"), ("cost", "coefficients")):
        if not isinstance(document.get(section), dict) or key not in document[section]:
            raise ValueError(f"{section}.{key}: required, found none")
    competition = document.get("competition")
    if competition not in ("exclusive", "human-only"):
        raise UnsupportedGame(f"competition: expected exclusive or human-only, found {competition!r}")
    if document["cost"].get("totalEffort"):
        raise UnsupportedGame("cost.totalEffort: not posed to the rivals")
    if document.get("capacity"):
        raise UnsupportedGame("capacity: only games without capacities are posed to the rivals")
    market = document["market"]
    for key, value in market.items():
        if key not in KNOWN_MARKET or value != NEUTRAL.get(key, value):
            raise UnsupportedGame(f"market.{key}: not posed to the rivals")

    folder = os.path.dirname(os.path.abspath(path))
    coefficients = _array(document["cost"]["coefficients"], folder, "cost.coefficients")
    if coefficients.ndim != 2:
        raise ValueError(f"cost.coefficients: expected n rows of K, found shape {coefficients.shape}")
    if not np.isfinite(coefficients).all():
        raise UnsupportedGame("cost.coefficients: only games in which every cell is eligible are posed to the rivals")
    topics = coefficients.shape[1]

    def per_topic(key, default):
        return _per_topic(market.get(key, default), topics, folder, f"market.{key}")

    rho = _per_topic(document["cost"].get("exponents", 1), topics, folder, "cost.exponents")
    if not (rho > 1).all():
        raise UnsupportedGame(f"cost.exponents: expected above 1, found {rho.min()}")
    mu = per_topic("mu", None)
    if not (mu > 0).all():
        raise UnsupportedGame(f"market.mu: expected positive attention, found {mu.min()}")
    alpha = per_topic("alpha", 0) if competition == "exclusive" else np.zeros(topics)
    matrix, weights = _coupling(document["cost"].get("coupling"), *coefficients.shape, folder)
    return Game(mu, alpha, per_topic("beta", 0), per_topic("gamma", 1), rho,
                np.ascontiguousarray(coefficients.T, dtype=np.float64), matrix, weights)


def _coupling(coupling, creators, topics, folder):
    """Q and w, or a pair of None where topics are separate."""
    if not coupling:
        return None, None
    matrix = _array(coupling["matrix"], folder, "cost.coupling.matrix")
    if matrix.shape != (topics, topics):
        raise ValueError(f"cost.coupling.matrix: expected {topics} rows of {topics}, found shape {matrix.shape}")
    weights = _array(coupling.get("weights", 1), folder, "cost.coupling.weights")
    if weights.shape not in ((), (creators,)):
        raise ValueError(f"cost.coupling.weights: expected a number or {creators} numbers, found shape {weights.shape}")
    return np.ascontiguousarray(matrix), np.ascontiguousarray(np.broadcast_to(weights, (creators,)))


def read_totals(path, topics):
    """The totals of a `nashbench/equilibrium/1` file, shape (K,)."""
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    if document.get("schema") != "nashbench/equilibrium/1":
        raise ValueError(f"schema: expected 'nashbench/equilibrium/1', found {document.get('schema')!r}")
    totals = np.asarray(document["totals"], dtype=np.float64)
    if totals.shape != (topics,):
        raise ValueError(f"totals: expected {topics} numbers, found shape {totals.shape}")
    return totals
