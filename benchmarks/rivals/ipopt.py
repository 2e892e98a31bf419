"""CasADi's nonlinear programme and Ipopt on the first-order conditions of all creators, totals as unknowns of their own.

Find x >= 0, s >= 0 with c rho x^r + Q(s) x = P(s), Q = e P/s, and s = sum x, in each topic: a square system. Conditions are
divided by the topic's price at the start, sums by the total at the start. Linear systems by MUMPS, which CasADi ships.

The Jacobian has one dense row and one dense column a topic, on which CasADi's own colouring needs as many sweeps as there
are creators (10^4 cells: not ready after 30 s). Both derivatives are therefore written out here.
"""

import casadi
import numpy as np
from casadi import SX

import start

TOLERANCES = (1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12)
QUASI_DENSE_ORDER = 6  # MUMPS's ordering for matrices with a few dense rows: 3 times as fast here as its own choice


class Rival:
    """The tolerance of a rung is Ipopt's `tol`. The expressions are built (and counted as compilation) here."""

    tolerances = TOLERANCES

    def __init__(self, game, options):
        self.game, self.start = game, options.start
        first = start.efforts(game, options.start)
        totals = first.sum(axis=1)
        topics, n = game.coefficients.shape
        x, s = [SX.sym(f"x{k}", n) for k in range(topics)], [SX.sym(f"s{k}") for k in range(topics)]
        weights = SX.sym("lam_g", topics * (n + 1))
        price_scale, _ = game.price(totals)
        conditions, by_effort, by_total, bend_effort, bend_total = [], [], [], [], []
        for k in range(topics):
            r, scale = game.rho[k] - 1, 1 / price_scale[k]
            ai, human = game.alpha[k] * s[k] ** game.beta[k], s[k] ** game.gamma[k]
            price = game.mu[k] / (ai + human) * scale
            pull = (game.beta[k] * ai + game.gamma[k] * human) / (ai + human) * price / s[k]
            price_slope, pull_slope = casadi.gradient(price, s[k]), casadi.gradient(pull, s[k])
            marginal = casadi.DM(game.coefficients[k] * game.rho[k] * scale) * (x[k] if r == 1 else x[k] ** r)
            one, weight = np.ones((n, 1)), weights[k * (n + 1) : k * (n + 1) + n]
            conditions += [marginal + pull * x[k] - price, (casadi.sum1(x[k]) - s[k]) / totals[k]]
            # Column of an effort: its own condition and the sum's. Column of a total: all conditions of the topic, the sum.
            steep = r * marginal / x[k] + pull
            by_effort.append(casadi.vec(casadi.horzcat(steep, one / totals[k]).T))
            by_total += [pull_slope * x[k] - price_slope, -1 / totals[k]]
            bend_effort.append(weight * (r * (r - 1) * marginal / x[k] ** 2))
            bend_total += [weight * pull_slope, casadi.dot(weight, casadi.gradient(pull_slope, s[k]) * x[k])
                           - casadi.sum1(weight) * casadi.gradient(price_slope, s[k])]
        unknowns = casadi.vertcat(*x, *s)
        g = casadi.vertcat(*conditions)
        jacobian = SX(self.jacobian_sparsity(topics, n), casadi.vertcat(*by_effort, *by_total))
        hessian = SX(self.hessian_sparsity(topics, n), casadi.vertcat(*bend_effort, *bend_total))
        none, scale = SX.sym("p", 0), SX.sym("lam_f")
        self.problem = {"x": unknowns, "f": 0, "g": g}
        self.derivatives = {
            "jac_g": casadi.Function("nlp_jac_g", [unknowns, none], [g, jacobian], ["x", "p"], ["g", "jac_g_x"]),
            "hess_lag": casadi.Function("nlp_hess_l", [unknowns, none, scale, weights], [hessian],
                                        ["x", "p", "lam_f", "lam_g"], ["triu_hess_gamma_x_x"]),
        }
        self.solvers = {}

    @staticmethod
    def jacobian_sparsity(topics, n):
        row = np.arange(topics * (n + 1)).reshape(topics, n + 1)
        efforts = np.stack([row[:, :-1], np.broadcast_to(row[:, -1:], (topics, n))], axis=2)
        starts = np.concatenate([np.arange(topics * n) * 2, 2 * topics * n + np.arange(topics + 1) * (n + 1)])
        return casadi.Sparsity(row.size, row.size, starts.tolist(), np.concatenate([efforts.ravel(), row.ravel()]).tolist())

    @staticmethod
    def hessian_sparsity(topics, n):
        cells, size = topics * n, topics * (n + 1)
        effort = np.arange(cells).reshape(topics, n)
        columns = np.concatenate([effort, cells + np.arange(topics)[:, None]], axis=1)
        starts = np.concatenate([np.arange(cells), cells + np.arange(topics + 1) * (n + 1)])
        return casadi.Sparsity(size, size, starts.tolist(), np.concatenate([effort.ravel(), columns.ravel()]).tolist())

    def prepare(self, tolerance):
        """The solver of one tolerance."""
        if tolerance not in self.solvers:
            ipopt = {"tol": tolerance, "constr_viol_tol": tolerance, "dual_inf_tol": 1e3, "print_level": 0, "sb": "yes",
                     "max_iter": 300, "bound_relax_factor": 0.0, "nlp_scaling_method": "none", "mumps_pivot_order": QUASI_DENSE_ORDER,
                     "mumps_permuting_scaling": 0, "mumps_scaling": 0}
            options = {"ipopt": ipopt, "print_time": False, "calc_lam_p": False, "calc_lam_x": False, **self.derivatives}
            self.solvers[tolerance] = casadi.nlpsol("contest", "ipopt", self.problem, options)

    def solve(self, tolerance):
        self.prepare(tolerance)
        solver = self.solvers[tolerance]
        first = start.efforts(self.game, self.start)
        result = solver(x0=np.concatenate([first.ravel(), first.sum(axis=1)]), lbx=0, ubx=casadi.inf, lbg=0, ubg=0)
        self.note = f"Ipopt: {solver.stats()['return_status']}, {solver.stats()['iter_count']} iterations"
        return np.array(result["x"]).ravel()[: first.size].reshape(first.shape)
