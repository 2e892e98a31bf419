"""Which rivals there are, and what runs each: one line a rival."""

import glob
import os
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
VENV_PYTHON = os.path.join(HERE, "venv", "bin", "python")
DEBIAN_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True)
class Entry:
    """`module` has a class Rival; `version` and `start` are handed to it; `compiles`: its first run is slower; `couples`: it
    takes games whose topics are coupled.

    Solvers that need a start get the symmetric one (everybody with the mean cost), which a user can write down from the game.
    The names with `-near` start at the mean-field solution: right to about a creator's share of the topic, and found by
    reducing the game to its totals, so those runs have half of the totals-first method in them.
    """

    name: str
    module: str
    version: str = ""
    start: str = "symmetric"
    compiles: bool = False
    python: str = VENV_PYTHON
    environment: tuple = ()
    couples: bool = False


RIVALS = {
    entry.name: entry
    for entry in (
        Entry("newton-krylov", "newton_krylov", "plain", couples=True),
        Entry("newton-krylov-near", "newton_krylov", "plain", start="mean-field"),
        Entry("newton-krylov-log", "newton_krylov", "log", couples=True),
        Entry("newton-krylov-log-near", "newton_krylov", "log", start="mean-field"),
        Entry("petsc", "petsc_snes", python=DEBIAN_PYTHON, couples=True),
        Entry("petsc-near", "petsc_snes", start="mean-field", python=DEBIAN_PYTHON),
        Entry("ipopt", "ipopt"),
        Entry("ipopt-near", "ipopt", start="mean-field"),
        Entry("numpy", "numpy_bisection", "plain"),
        Entry("numpy-blocked", "numpy_bisection", "blocked"),
        Entry("numba", "numba_totals", "joint", compiles=True),
        Entry("numba-scalar", "numba_totals", "joint", compiles=True, environment=(("NUMBA_DISABLE_INTEL_SVML", "1"),)),
        Entry("numba-cached", "numba_totals", "cached", compiles=True),
        Entry("jax", "jax_totals", "joint", compiles=True),
        Entry("jax-cached", "jax_totals", "cached", compiles=True),
    )
}


def missing(entry):
    """Why the rival cannot run here, or None."""
    if entry.python == VENV_PYTHON and not os.access(VENV_PYTHON, os.X_OK):
        return "not installed: run benchmarks/rivals/setup"
    if entry.module == "petsc_snes":
        if not glob.glob("/usr/lib/petscdir/petsc*/*-real/lib/python3/dist-packages/petsc4py"):
            return "not installed: Debian's python3-petsc4py (benchmarks/rivals/setup as root)"
    return None


def environment(entry, threads):
    """The environment of a run: as many threads as asked for, and Intel's vector library where Numba looks for it."""
    variables = dict(os.environ)
    for key in ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "RIVAL_THREADS"):
        variables[key] = str(threads)
    # The rivals ask BLAS for vector operations only: a second thread gained nothing, and on a busy machine its waiting cost
    # up to 20 times the solve.
    variables["OPENBLAS_NUM_THREADS"] = "1"
    libraries = [os.path.join(HERE, "venv", "lib"), variables.get("LD_LIBRARY_PATH", "")]
    if entry.python == VENV_PYTHON:
        variables["LD_LIBRARY_PATH"] = ":".join(path for path in libraries if path)
    variables.update(entry.environment)
    return variables
