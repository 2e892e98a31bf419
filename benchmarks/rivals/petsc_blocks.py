"""PETSc's SNES vinewtonrsls on games whose topics are coupled: a dense block a creator, and the totals as a border.

Unknowns creator by creator: x_i1 .. x_iK for each i, then s_1 .. s_K. Conditions, divided by the topic's price at the start:
    F_ik = c rho x^r + w (Q x)_k - P(s) + e(s) P(s) x / s  >= 0  complementary to x >= 0,      F_sk = (s - sum x) / s_start = 0.
Eliminated in this order the factors fill the border only: K^2 entries of each of the two factors and of the border a creator.
Imported by petsc_snes.py, which has loaded PETSc.
"""

import numpy as np
from petsc4py import PETSc

import petsc_bounds
import start


class Blocks:
    """One rung of the ladder of tolerances at a time."""

    def __init__(self, game, options, tolerances):
        self.game, self.start, self.tolerances = game, options.start, tolerances
        k, n = game.coefficients.shape
        self.shape = (n, k)
        self.r = game.rho - 1
        self.marginal = np.ascontiguousarray((game.coefficients * game.rho[:, None]).T)
        self.coupling = game.weights[:, None, None] * game.matrix  # (n, K, K)
        cells = np.arange(n * k, dtype=PETSc.IntType).reshape(n, k)
        totals = np.arange(n * k, n * k + k, dtype=PETSc.IntType)
        # Row of cell (i, k): creator i's cells and the topic's total. Row of a total: all its cells and itself.
        block = np.broadcast_to(cells[:, None, :], (n, k, k))
        rows = np.concatenate([block, np.broadcast_to(totals[None, :, None], (n, k, 1))], axis=2)
        border = np.concatenate([cells.T, totals[:, None]], axis=1)
        self.columns = np.concatenate([rows.ravel(), border.ravel()])
        lengths = np.concatenate([np.full(n * k, k + 1), np.full(k, n + 1)])
        self.rows = np.concatenate([[0], np.cumsum(lengths)]).astype(PETSc.IntType)
        self.values = np.empty((n, k, k + 1))
        size = n * k + k
        self.matrix = PETSc.Mat().createAIJ(size, csr=(self.rows, self.columns, np.ones(self.columns.size)), comm=PETSc.COMM_SELF)

    def parts(self, point):
        size = self.shape[0] * self.shape[1]
        y = point.array_r
        return y[:size].reshape(self.shape), np.maximum(y[size:], 1e-300)

    def power(self, x):
        return self.marginal * np.maximum(x, 0) ** self.r

    def function(self, snes, point, out):
        x, s = self.parts(point)
        price, e, _ = petsc_bounds.curve(self.game, s)
        f = out.array
        coupled = self.game.weights[:, None] * (x @ self.game.matrix)
        f[:x.size] = ((self.power(x) + coupled - price + (e * price / s) * x) / self.price_scale).ravel()
        f[x.size:] = (point.array_r[x.size:] - x.sum(axis=0)) / self.total_scale

    def jacobian(self, snes, point, matrix, _):
        x, s = self.parts(point)
        n, k = self.shape
        price, e, bend = petsc_bounds.curve(self.game, s)
        v = self.values
        v[:, :, :k] = self.coupling
        own = np.arange(k)
        # A step may put an effort at 0, where rho < 2 has an infinite slope.
        v[:, own, own] += self.r * self.power(x) / np.maximum(x, 1e-150) + e * price / s
        v[:, :, k] = e * price / s - (bend * price / (s * s)) * x
        v /= self.price_scale[:, None]
        border = np.repeat(-1 / self.total_scale[:, None], n + 1, axis=1)
        border[:, n] *= -1
        matrix.setValuesCSR(self.rows, self.columns, np.concatenate([v.ravel(), border.ravel()]))
        matrix.assemble()
        return True

    def solve(self, tolerance):
        x = start.efforts(self.game, self.start).T
        self.total_scale = x.sum(axis=0)
        self.price_scale = petsc_bounds.curve(self.game, self.total_scale)[0]
        vector = self.matrix.createVecRight()
        vector.array[:] = np.concatenate([x.ravel(), self.total_scale])
        self.note = petsc_bounds.solve(self, vector, tolerance)
        return np.maximum(vector.array[:x.size], 0).reshape(self.shape).T.copy()
