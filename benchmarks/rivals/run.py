#!/usr/bin/env python3
"""Runs other software on a game file and prints time and error as one JSON object on the last line of standard output.

python benchmarks/rivals/run.py --rival numba --game game.json --reference equilibrium.json --time-limit 60

Needs nothing but Python itself; each rival runs in a process of its own with the interpreter that has its libraries.
Exit status: 0 also where the rival failed (the record says so), 1 for wrong usage.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

from catalogue import HERE, RIVALS, environment, missing

KEYS = ("rival", "status", "reason", "cells", "seconds", "compileSeconds", "totalError", "residual", "tolerance", "start",
        "threads", "detail")

STARTED = ("newton_krylov", "petsc_snes", "ipopt")  # solvers that are handed a start; the others find their own


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(1, f"{self.prog}: error: {message}\n")


def positive(kind):
    def read(text):
        value = kind(text)
        if not 0 < value < float("inf"):
            raise ValueError
        return value

    read.__name__ = f"positive {kind.__name__}"
    return read


def parse(arguments):
    parser = Parser(prog="run.py", description="Another solver on the same game: its time and its error.")
    parser.add_argument("--rival", choices=RIVALS, metavar="NAME", help="which; --list prints them")
    parser.add_argument("--game", metavar="FILE", help="nashbench/game/1")
    parser.add_argument("--reference", metavar="FILE", help="nashbench/equilibrium/1 of that game: the totals to compare with")
    parser.add_argument("--error", type=positive(float), default=1e-9, help="largest relative error of a total wanted (1e-9)")
    parser.add_argument("--tolerance", type=positive(float), help="the solver's own tolerance (default: the loosest that does)")
    parser.add_argument("--start", choices=("ones", "symmetric", "mean-field"), help="start of solvers that are given one")
    parser.add_argument("--time-limit", type=positive(float), default=120, metavar="S", help="seconds for everything (120)")
    parser.add_argument("--threads", type=positive(int), metavar="N", help="processors to use (all)")
    parser.add_argument("--repeat", type=positive(int), default=5, metavar="R", help="samples wanted (5)")
    parser.add_argument("--list", action="store_true", help="print the names of the rivals")
    parser.add_argument("--self-check", action="store_true", help="solve small games with every rival that is installed")
    options = parser.parse_args(arguments)
    if not (options.list or options.self_check):
        for name in ("rival", "game", "reference"):
            if getattr(options, name) is None:
                parser.error(f"--{name} is required")
        for name in ("game", "reference"):
            if not os.path.isfile(getattr(options, name)):
                parser.error(f"--{name}: expected a file, found none at {getattr(options, name)}")
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    options.threads = min(options.threads or processors, processors)
    return options


def run(options):
    """Runs the rival within the time limit and returns its record."""
    entry = RIVALS[options.rival]
    record = dict.fromkeys(KEYS)
    begins = (options.start or entry.start) if entry.module in STARTED else None
    record.update(rival=entry.name, seconds=[], threads=options.threads, start=begins)
    if reason := missing(entry):
        return {**record, "status": "skipped", "reason": reason}
    with tempfile.TemporaryDirectory(prefix="nashbench-rival-") as folder:
        request, answer = os.path.join(folder, "request.json"), os.path.join(folder, "answer.json")
        with open(request, "w", encoding="utf-8") as file:
            json.dump({"rival": entry.name, "game": os.path.abspath(options.game), "threads": options.threads,
                       "reference": os.path.abspath(options.reference), "error": options.error, "start": options.start,
                       "tolerance": options.tolerance, "repeat": options.repeat}, file)
        begin = time.monotonic()
        command = [entry.python, os.path.join(HERE, "worker.py"), request, answer]
        process = subprocess.Popen(command, stdout=sys.stderr, env=environment(entry, options.threads), cwd=HERE)
        try:
            status = process.wait(options.time_limit)
            ended = "" if status == 0 else f"ended with status {status}"
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            ended = f"time limit of {options.time_limit:g} s"
        try:
            with open(answer, encoding="utf-8") as file:
                found = json.load(file)
        except FileNotFoundError:
            found = {"status": "failed", "reason": f"{ended or 'no answer'} after {time.monotonic() - begin:.1f} s"}
            ended = ""
    record.update({key: found[key] for key in KEYS if key in found})
    if ended and record["status"] == "failed":
        record["reason"] = "; ".join(part for part in (record["reason"], ended) if part)
    return record


def main():
    options = parse(sys.argv[1:])
    if options.list:
        print("\n".join(RIVALS))
        return 0
    if options.self_check:
        from self_check import self_check

        return self_check(run, options)
    print(json.dumps(run(options), allow_nan=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
