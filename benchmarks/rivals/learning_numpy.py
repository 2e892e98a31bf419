"""The repeated prompting game in plain NumPy: replicas in arrays, rounds in a Python loop.

    python3 learning_numpy.py study.json [replicas] [horizon]

Reads a study (nashbench/learning/1) with one horizon and counts of exploration that are numbers, plays it with the same algorithms,
the same random numbers and the same ties as `nashbench learn`, and prints seconds, counts and realised totals as JSON. Counts are
equal to those of `nashbench learn --json`, totals up to rounding.
"""

import json
import math
import sys
import time

import numpy as np

M0, M1, W0, W1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57), 0x9E3779B9, 0xBB67AE85
LOW, HIGH = np.uint64(0xFFFFFFFF), np.uint64(32)


def uniforms(seed, stream, replicas, t):
    """u0 and u1 of round t of every replica: Philox4x32-10."""
    k0, k1 = seed & 0xFFFFFFFF, replicas.copy()
    c0 = np.full(len(replicas), t & 0xFFFFFFFF, dtype=np.uint64)
    c1, c2, c3 = np.full_like(c0, t >> 32), np.full_like(c0, stream), np.full_like(c0, seed >> 32)
    for _ in range(10):
        p0, p1 = M0 * c0, M1 * c2
        c0, c1, c2, c3 = (p1 >> HIGH) ^ c1 ^ np.uint64(k0), p1 & LOW, (p0 >> HIGH) ^ c3 ^ k1, p0 & LOW
        k0, k1 = (k0 + W0) & 0xFFFFFFFF, (k1 + np.uint64(W1)) & LOW
    join = lambda x, y: ((x >> np.uint64(5)) * 67108864.0 + (y >> np.uint64(6))) * 2.0**-53
    return join(c0, c1), join(c2, c3)


class Human:
    def __init__(self, study, replicas, sigma, log_term, spread):
        spec = study["humanAlgorithm"]
        self.name, self.k, self.b = spec["name"], len(study["human"]), len(study["human"][0])
        self.rows, self.sigma, self.log_term, self.spread = np.arange(replicas), sigma, log_term, spread
        self.first, self.second, self.scale = spec.get("first", 0), spec.get("second", 0), spec.get("scale")
        self.sums, self.counts = np.zeros((replicas, self.k)), np.zeros((replicas, self.k))
        self.losses, self.index, self.choice = np.zeros((replicas, self.k)), np.full((replicas, self.k), np.inf), None
        self.ends = {"etc": self.first * self.k, "eetc": (self.first + self.second) * self.k, "explore-then-exp3": self.first * self.k}.get(self.name, 0)
        left = study["horizon"] - self.ends
        self.eta = math.sqrt(2 * math.log(self.k) / (self.k * left)) if self.scale and left > 0 else 0.0

    def pick(self, t, draw):
        if t < self.ends:
            if self.name == "eetc" and t == self.first * self.k:
                self.sums[:], self.counts[:] = 0, 0
            return np.full(len(self.rows), t % self.k)
        if self.name in ("etc", "eetc"):
            if self.choice is None:
                self.choice = np.argmax(self.sums / self.counts, axis=1)
            return self.choice
        if self.name == "explore-then-exp3":
            weights = np.exp(-self.eta * (self.losses - self.losses.min(axis=1, keepdims=True)))
            self.chances = weights / weights.sum(axis=1, keepdims=True)
            return np.minimum((draw[:, None] >= np.cumsum(self.chances, axis=1)).sum(axis=1), self.k - 1)
        return np.argmax(self.index, axis=1)

    def learn(self, t, prompt, reward):
        if self.choice is not None:
            return
        if self.name == "explore-then-exp3" and t >= self.ends:
            loss = np.clip(1 - (reward - self.scale[0]) / (self.scale[1] - self.scale[0]), 0, 1)
            self.losses[self.rows, prompt] += loss / self.chances[self.rows, prompt]
            return
        self.sums[self.rows, prompt] += reward
        self.counts[self.rows, prompt] += 1
        if self.name in ("ucb", "regret-adjusted-ucb"):
            n = self.counts[self.rows, prompt]
            value = self.sums[self.rows, prompt] / n + self.sigma * np.sqrt(2 * self.log_term / n)
            if self.name != "ucb":
                regret = self.first * (self.b * self.spread + 4 * self.sigma * np.sqrt(2 * self.b * self.log_term) * np.sqrt(n)) / n
                value += np.minimum(self.spread, regret)
            self.index[self.rows, prompt] = value


class Assistant:
    def __init__(self, study, replicas, sigma, log_term):
        spec = study["aiAlgorithm"]
        self.name, self.first, self.sigma, self.log_term = spec["name"], spec.get("first", 1), sigma, log_term
        self.exists = np.array([[v is not None for v in row] for row in study["human"]])
        self.sizes = self.exists.sum(axis=1)
        self.existing = np.array([[*np.flatnonzero(row), *[0] * (len(row) - row.sum())] for row in self.exists])
        shape = (replicas, *self.exists.shape)
        self.rows, self.sums, self.counts, self.uses = np.arange(replicas), np.zeros(shape), np.zeros(shape), np.zeros(shape[:2])
        start = np.inf if self.name in ("ucb", "epsilon-greedy") else 0.0
        self.values = np.where(self.exists, start, -np.inf) * np.ones(shape)

    def pick(self, prompt, draw):
        reply = np.argmax(self.values[self.rows, prompt], axis=1)
        if self.name == "epsilon-greedy":
            n, size = self.uses[self.rows, prompt], self.sizes[prompt]
            eps = np.minimum(1, self.first * np.cbrt(size * np.log(n + 1) / (n + 1)))
            explores = draw < eps
            place = np.minimum(np.where(explores, draw / np.where(explores, eps, 1) * size, 0).astype(int), size - 1)
            reply = np.where(explores, self.existing[prompt, place], reply)
        return reply

    def learn(self, prompt, reply, reward):
        at = (self.rows, prompt, reply)
        self.uses[self.rows, prompt] += 1
        self.counts[at] += 1
        n = self.counts[at]
        if self.name == "etc":
            learning = self.uses[self.rows, prompt] <= self.first * self.sizes[prompt]
            if not learning.any():
                return
            self.sums[at] += np.where(learning, reward, 0)
            self.values[at] = np.where(learning, -n, self.values[at])
            commits = np.flatnonzero(self.uses[self.rows, prompt] == self.first * self.sizes[prompt])
            if len(commits):
                where = (commits, prompt[commits])
                self.values[where] = np.where(self.exists[prompt[commits]], self.sums[where] / self.first, -np.inf)
            return
        self.sums[at] += reward
        if self.name == "ucb":
            self.values[at] = self.sums[at] / n + self.sigma * np.sqrt(2 * self.log_term / n)
        elif self.name == "epsilon-greedy":
            self.values[at] = self.sums[at] / n
        else:
            self.values[at] = -n
            row = self.values[self.rows, prompt]
            active = row > -np.inf
            even = (active.sum(axis=1) > 1) & (np.where(active, row, 0).min(axis=1) == row.max(axis=1))
            if even.any():
                r = (self.sigma * np.sqrt(2 * self.log_term / n))[:, None]
                mean = self.sums[self.rows, prompt] / n[:, None]
                bar = np.where(active, mean - r, -np.inf).max(axis=1, keepdims=True)
                self.values[self.rows, prompt] = np.where(even[:, None] & (mean + r < bar), -np.inf, row)


def play(study):
    noise, horizon, replicas, seed = study.get("noise", ["bernoulli", 0, 1]), study["horizon"], study.get("replicas", 32), study.get("seed", 1)
    human, ai = (np.array([[0.0 if v is None else v for v in row] for row in study[key]]) for key in ("human", "ai"))
    given = [v for row in study["human"] for v in row if v is not None]
    if noise[0] == "bernoulli":
        low, high = float(noise[1]), float(noise[2])
        sigma, spread = (high - low) / 2, high - low
        reward = lambda means, u: np.where(u < (means - low) / (high - low), low + (high - low), low)
    else:
        sigma = float(noise[1])
        spread = max(given) + sigma - (min(given) - sigma)
        reward = lambda means, u: means + sigma * (2 * u - 1)
    log_term = math.log(2 * float(horizon) * horizon / study.get("delta", 0.05))
    people = Human(study, replicas, sigma, log_term, spread)
    machine = Assistant(study, replicas, sigma, log_term)
    numbers, rows = np.arange(replicas, dtype=np.uint64), np.arange(replicas)
    counts, totals = np.zeros((replicas, *human.shape), dtype=np.int64), np.zeros((2, replicas))
    draws = people.name == "explore-then-exp3" or machine.name == "epsilon-greedy"
    human_draw = machine_draw = None
    for t in range(horizon):
        u0, u1 = uniforms(seed, 0, numbers, t)
        if draws:
            human_draw, machine_draw = uniforms(seed, 1, numbers, t)
        prompt = people.pick(t, human_draw)
        reply = machine.pick(prompt, machine_draw)
        human_reward, machine_reward = reward(human[prompt, reply], u0), reward(ai[prompt, reply], u1)
        counts[rows, prompt, reply] += 1
        totals += human_reward, machine_reward
        people.learn(t, prompt, human_reward)
        machine.learn(prompt, reply, machine_reward)
    return counts, totals


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        task = json.load(file)
    for key, value in zip(("replicas", "horizon"), sys.argv[2:]):
        task[key] = int(value)
    began = time.perf_counter()
    counts, totals = play(task)
    seconds = time.perf_counter() - began
    json.dump({"seconds": seconds, "counts": counts.tolist(), "realisedHuman": totals[0].tolist(), "realisedAI": totals[1].tolist()}, sys.stdout)
