"""CasADi's nonlinear programme and Ipopt on the first-order conditions of all creators, totals as unknowns of their own.

Find x >= 0, s > 0 with c rho x^r + e(s) P(s) x / s = P(s), s = sum x: a square system with sparse derivatives, which CasADi
takes by itself. Divided by the topic's price at the start. Linear systems by MUMPS, the solver that CasADi ships.
"""

import casadi
import numpy as np

import start

TOLERANCES = (1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12)


class Rival:
    """The tolerance of a rung is Ipopt's `tol`. The expression graph is built (and counted as compilation) here."""

    tolerances = TOLERANCES

    def __init__(self, game, options):
        self.game = game
        k, n = game.coefficients.shape
        self.first = start.efforts(game, options.start)
        self.totals = self.first.sum(axis=1)
        price_scale, _ = game.price(self.totals)
        x, s = casadi.SX.sym("x", n, k), casadi.SX.sym("s", k)
        conditions = []
        for t in range(k):
            ai, human = game.alpha[t] * s[t] ** game.beta[t], s[t] ** game.gamma[t]
            price = game.mu[t] / (ai + human)
            pull = (game.beta[t] * ai + game.gamma[t] * human) / (ai + human) * price / s[t]
            marginal = casadi.DM(game.coefficients[t] * game.rho[t])
            power = x[:, t] if game.rho[t] == 2 else x[:, t] ** (game.rho[t] - 1)
            conditions.append((marginal * power + pull * x[:, t] - price) / price_scale[t])
            conditions.append((casadi.sum1(x[:, t]) - s[t]) / self.totals[t])
        self.problem = {"x": casadi.vertcat(casadi.vec(x), s), "f": 0, "g": casadi.vertcat(*conditions)}
        self.solvers = {}

    def prepare(self, tolerance):
        """The solver of one tolerance: derivatives are generated here."""
        if tolerance not in self.solvers:
            options = {"tol": tolerance, "constr_viol_tol": tolerance, "print_level": 0, "sb": "yes", "max_iter": 300,
                       "bound_relax_factor": 0.0}
            self.solvers[tolerance] = casadi.nlpsol("contest", "ipopt", self.problem, {"ipopt": options, "print_time": False})

    def solve(self, tolerance):
        self.prepare(tolerance)
        solver = self.solvers[tolerance]
        first = np.concatenate([self.first.ravel(), self.totals])
        result = solver(x0=first, lbx=0, ubx=casadi.inf, lbg=0, ubg=0)
        self.note = f"Ipopt: {solver.stats()['return_status']}, {solver.stats()['iter_count']} iterations"
        return np.array(result["x"]).ravel()[: self.first.size].reshape(self.first.shape)
