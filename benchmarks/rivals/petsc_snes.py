"""PETSc's reduced-space active-set Newton for variational inequalities (SNES vinewtonrsls) on the extended system (x, s).

Unknowns topic by topic: x_1k .. x_nk, s_k. Conditions, divided by the topic's price at the start so that all are of order 1:
    F_ik = c rho x^r - P(s) + e(s) P(s) x / s  >= 0  complementary to x >= 0,        F_sk = (s - sum x) / s_start = 0.
The Jacobian has three entries a cell. With each topic's total after its cells a sparse LU in this order has no fill, so the
linear solve is exact and as cheap as a factorisation can be. Runs in Debian's Python: petsc4py is built for that one.
"""

import glob
import sys

import numpy as np

sys.path.extend(glob.glob("/usr/lib/petscdir/petsc*/*-real/lib/python3/dist-packages"))
import petsc4py  # noqa: E402

petsc4py.init()
from petsc4py import PETSc  # noqa: E402

import petsc_bounds  # noqa: E402
import start  # noqa: E402

from petsc_blocks import Blocks  # noqa: E402

TOLERANCES = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13)


def Rival(game, options):
    """Separate topics topic by topic, coupled ones creator by creator."""
    return (Blocks if game.couples else Topics)(game, options, TOLERANCES)


class Topics:
    """One rung of the ladder of tolerances at a time."""

    def __init__(self, game, options, tolerances):
        self.tolerances = tolerances
        self.game, self.start = game, options.start
        k, n = game.coefficients.shape
        self.shape = (k, n + 1)
        self.r = (game.rho - 1)[:, None]
        self.marginal = game.coefficients * game.rho[:, None]
        size = k * (n + 1)
        # Row of cell (i, k): itself and its total. Row of a total: all its cells and itself.
        index = np.arange(size, dtype=PETSc.IntType).reshape(self.shape)
        cells = np.stack([index[:, :-1], np.broadcast_to(index[:, -1:], (k, n))], axis=2).reshape(k, 2 * n)
        self.columns = np.concatenate([cells, index], axis=1).ravel()
        lengths = np.full(self.shape, 2)
        lengths[:, -1] = n + 1
        self.rows = np.concatenate([[0], np.cumsum(lengths.ravel())]).astype(PETSc.IntType)
        self.values = np.empty((k, 3 * n + 1))
        self.matrix = PETSc.Mat().createAIJ(size, csr=(self.rows, self.columns, np.ones(self.columns.size)),
                                            comm=PETSc.COMM_SELF)

    def curve(self, totals):
        """As petsc_bounds, shapes (K, 1)."""
        return tuple(values[:, None] for values in petsc_bounds.curve(self.game, totals))

    def power(self, x):
        return self.marginal * x if (self.r == 1).all() else self.marginal * np.maximum(x, 0) ** self.r

    def function(self, snes, point, out):
        y = point.array_r.reshape(self.shape)
        x, s = y[:, :-1], np.maximum(y[:, -1:], 1e-300)
        price, e, _ = self.curve(s[:, 0])
        f = out.array.reshape(self.shape)
        f[:, :-1] = (self.power(x) - price + (e * price / s) * x) / self.price_scale
        f[:, -1] = (y[:, -1] - x.sum(axis=1)) / self.total_scale

    def jacobian(self, snes, point, matrix, _):
        y = point.array_r.reshape(self.shape)
        n = self.shape[1] - 1
        x, s = y[:, :-1], np.maximum(y[:, -1:], 1e-300)
        price, e, bend = self.curve(s[:, 0])
        v = self.values
        v[:, 0:2 * n:2] = (self.r * self.power(x) / np.maximum(x, 1e-300) + e * price / s) / self.price_scale
        v[:, 1:2 * n:2] = (e * price / s - (bend * price / (s * s)) * x) / self.price_scale
        v[:, 2 * n:3 * n] = -1 / self.total_scale[:, None]
        v[:, 3 * n] = 1 / self.total_scale
        matrix.setValuesCSR(self.rows, self.columns, v.ravel())
        matrix.assemble()
        return True

    def solve(self, tolerance):
        x = start.efforts(self.game, self.start)
        self.total_scale = x.sum(axis=1)
        self.price_scale = self.curve(self.total_scale)[0]
        vector = self.matrix.createVecRight()
        y = vector.array.reshape(self.shape)
        y[:, :-1], y[:, -1] = x, self.total_scale
        self.note = petsc_bounds.solve(self, vector, tolerance)
        return vector.array.reshape(self.shape)[:, :-1].copy()
