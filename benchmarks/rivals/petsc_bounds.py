"""What the PETSc rivals share: a topic's price, and SNES vinewtonrsls on conditions complementary to unknowns >= 0.

Imported by modules of petsc_snes.py, which has loaded PETSc.
"""

import numpy as np
from petsc4py import PETSc


def curve(game, totals):
    """P, e and P'' s^2/P, shapes (K,)."""
    ai, human = game.alpha * totals**game.beta, totals**game.gamma
    price, e = game.mu / (ai + human), (game.beta * ai + game.gamma * human) / (ai + human)
    curvature = (game.beta**2 * ai + game.gamma**2 * human) / (ai + human) - e * e
    return price, e, e * (1 + e) - curvature


def solve(rival, vector, tolerance):
    """Takes a vector from the start to the solution and returns how it ended, in words.

    The linear solves are a sparse LU in the order of the unknowns. The tolerance is SNES's absolute one, on the 2-norm divided by
    the root of the number of unknowns.
    """
    low, high = vector.duplicate(), vector.duplicate()
    low.set(0.0)
    high.set(PETSc.INFINITY)
    snes = PETSc.SNES().create(PETSc.COMM_SELF)
    snes.setType("vinewtonrsls")
    snes.setFunction(rival.function, vector.duplicate())
    snes.setJacobian(rival.jacobian, rival.matrix)
    snes.setVariableBounds(low, high)
    snes.setTolerances(rtol=0, atol=tolerance * np.sqrt(vector.size), stol=0, max_it=100)
    snes.ksp.setType("preonly")
    snes.ksp.pc.setType("lu")
    snes.ksp.pc.setFactorOrdering("natural")
    snes.solve(None, vector)
    note = f"SNES reason {snes.getConvergedReason()}, {snes.getIterationNumber()} iterations"
    snes.destroy()
    return note
