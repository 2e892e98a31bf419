"""SciPy's newton_krylov on all marginal payoffs at once, in the efforts or in their logarithms.

Residual: g/P of every cell, as in residual.py. With y = log x efforts stay positive. Written for few passes: P and e once a
topic, one power a cell. Where topics are coupled some efforts may be 0 in equilibrium; in x the residual is then that of the
complementarity problem, min(x/x_start, -g/P), and Q enters as one matrix product.
"""

import numpy as np
from scipy.optimize import NoConvergence, newton_krylov

import start

TOLERANCES = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12)


class Rival:
    """f_tol (largest |g|/P) is the tolerance of a rung."""

    tolerances = TOLERANCES

    def __init__(self, game, options):
        self.game, self.logarithms, self.start = game, options.version == "log", options.start
        self.r = (game.rho - 1)[:, None]
        self.marginal = game.coefficients * game.rho[:, None]

    def residual(self, y):
        x = np.exp(y) if self.logarithms else y
        totals = x.sum(axis=1)
        price, elasticity = self.game.price(np.abs(totals))
        if (self.r == 1).all():
            power = self.marginal * x
        elif self.logarithms:
            power = self.marginal * np.exp(self.r * y)
        else:
            power = self.marginal * np.abs(x) ** self.r  # a step may leave the orthant; |x| keeps the residual real
        gain = 1 - x * (elasticity / totals)[:, None] - power / price[:, None]
        if not self.game.couples:
            return gain
        gain -= self.game.coupled_cost(x) / price[:, None]
        return gain if self.logarithms else np.minimum(x / self.scale, -gain)

    def solve(self, tolerance):
        x = start.efforts(self.game, self.start)
        self.scale = x
        first = np.log(x) if self.logarithms else x
        try:
            y = newton_krylov(self.residual, first, f_tol=tolerance, method="lgmres", maxiter=200)
        except NoConvergence as stop:
            y = np.reshape(stop.args[0], x.shape)
        if self.logarithms:
            return np.exp(y)
        return np.maximum(y, 0) if self.game.couples else y
