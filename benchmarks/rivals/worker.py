"""One rival on one game, in the process and interpreter that the rival needs. Started by run.py, which holds the clock.

Usage: worker.py REQUEST.json ANSWER.json. The answer is rewritten after every rung of the tolerance ladder, so that what was
reached is known even if the process is ended.
"""

import importlib
import json
import math
import os
import sys
import time
import types


def restrict(threads):
    """Keeps this process, and every library's threads, on as many processors as it may use threads."""
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, allowed[:threads])


def timed(work):
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def finite(value):
    return value if math.isfinite(value) else None


def climb(rival, entry, request, judge, record):
    """Runs the ladder of tolerances from the loosest until the error wanted is reached, then repeats that rung."""
    tolerances = [t for t in rival.tolerances if request["tolerance"] in (None, t)] or [request["tolerance"]]
    prepare = getattr(rival, "prepare", lambda tolerance: None)
    compile_seconds = record["compileSeconds"] or 0.0
    if entry.compiles:
        cold, _ = timed(lambda: rival.solve(tolerances[0]))
        warm, _ = timed(lambda: rival.solve(tolerances[0]))
        compile_seconds += max(0.0, cold - warm)
    rung, before, stuck = 0, math.inf, 0
    while rung < len(tolerances):
        tolerance = tolerances[rung]
        prepared, _ = timed(lambda: prepare(tolerance))
        seconds, efforts = timed(lambda: rival.solve(tolerance))
        error, residual = judge(efforts)
        record.update(seconds=[seconds], tolerance=tolerance, totalError=finite(error), residual=finite(residual),
                      compileSeconds=compile_seconds + prepared, detail=getattr(rival, "note", ""))
        if error <= request["error"]:
            record.update(status="ok", reason="")
            yield
            for _ in range(request["repeat"] - 1):
                record["seconds"].append(timed(lambda: rival.solve(tolerance))[0])
                yield
            return
        reason = f"total error {error:.2g} at its tolerance {tolerance:g}, wanted {request['error']:g}"
        record.update(status="failed", reason=reason)
        yield
        # An error that goes with the tolerance says how far down the ladder to go; one rung is kept in hand.
        # The same error again only says that the last rung's point was already within this one's tolerance.
        stuck = 0 if error <= 0.5 * before else stuck + (error != before)
        if stuck == 3:
            record["reason"] += "; tighter tolerances do not help"
            return
        goal = 10 * tolerance * (request["error"] / error if math.isfinite(error) else 1)
        rung = next((i for i in range(rung + 1, len(tolerances)) if tolerances[i] <= goal), rung + 1)
        before = error


def main():
    request_path, answer_path = sys.argv[1:]
    with open(request_path, encoding="utf-8") as file:
        request = json.load(file)
    restrict(request["threads"])
    from catalogue import RIVALS

    entry = RIVALS[request["rival"]]
    record = {"status": "failed", "reason": "", "seconds": [], "compileSeconds": None, "tolerance": None, "totalError": None,
              "residual": None, "cells": None, "detail": ""}

    def write():
        with open(answer_path + ".part", "w", encoding="utf-8") as file:
            json.dump(record, file)
        os.replace(answer_path + ".part", answer_path)

    try:
        import numpy as np

        from game import UnsupportedGame, read_game, read_totals
        from residual import relative_residual, total_error

        module = importlib.import_module(entry.module)
    except ImportError as problem:
        record.update(status="skipped", reason=f"not installed: {problem}")
        return write()
    try:
        game = read_game(request["game"])
        if game.couples and not entry.couples:
            raise UnsupportedGame("cost.coupling: it is for games whose topics are separate")
        reference = read_totals(request["reference"], game.topics)
        record["cells"] = int(game.coefficients.size)
        write()  # a run that is ended before its first result still says how large the game was
        options = types.SimpleNamespace(threads=request["threads"], version=entry.version,
                                        start=request["start"] or entry.start)
        record["compileSeconds"], rival = timed(lambda: module.Rival(game, options))
        if not entry.compiles and not hasattr(rival, "prepare"):
            record["compileSeconds"] = 0.0

        def judge(efforts):
            efforts = np.asarray(efforts)
            return total_error(efforts, reference), relative_residual(game, efforts)

        with np.errstate(all="ignore"):
            for _ in climb(rival, entry, request, judge, record):
                write()
    except UnsupportedGame as problem:
        record.update(status="skipped", reason=str(problem))
    except Exception as problem:  # whatever a rival's library throws is that rival's failure and is recorded
        record.update(status="failed", reason=f"{type(problem).__name__}: {problem}"[:400])
    write()


if __name__ == "__main__":
    main()
