"""Totals first in Numba: one topic at a time stays in cache, threads take topics, powers are Numba's own.

With r = rho - 1, u = (c rho)^(-1/r), price P and elasticity e at the total s, a price taker's effort is u P^(1/r) and

    w = b (1 - w)^(1/r),   b = e P^(1/r) u / s,   x = w s / e

is the effort that meets the creator's own first-order condition (w = e x/s). Two versions:

- `joint`, what a capable user would write: start at the price takers, then Newton on all x and s of the topic together
  (an arrow matrix, so one step is two sums), one power a cell and pass.
- `cached`, the fastest we could write: u is computed once, the only power of a cell. Its first four power sums give the
  start (the total to about (x/s)^4), and each later pass needs only multiplications, because w is a series in b
  wherever b is small; Newton on log s repeats the pass until the total stands still.

rho = 2 has closed forms and needs no power in either.
"""

import math
import os

import llvmlite.binding
import numpy as np

# Left alone, LLVM uses half of AVX-512's width on the processors that it knows to have it: eight lanes made a power 1.6 to
# 2 times as fast. Read when Numba is imported.
_features = llvmlite.binding.get_host_cpu_features()
if _features.get("avx512f"):
    os.environ.setdefault("NUMBA_CPU_FEATURES", _features.flatten() + ",-prefer-256-bit")

import numba  # noqa: E402
from numba import njit, prange  # noqa: E402

FAST = True  # sums in any order and powers from the vector library (SVML); nothing here is infinite or NaN
TOLERANCES = (1e-6, 1e-9, 1e-12)
SERIES_REACH = 2.0**-7  # b/min(r, 1) up to which seven terms of the series leave less than 1e-11 of an effort


@njit(inline="always", error_model="numpy")
def price_curve(log_s, mu, alpha, beta, gamma):
    """P, e = -dlog P/dlog s and de/dlog s."""
    ai = alpha * math.exp(beta * log_s)
    human = math.exp(gamma * log_s)
    total = ai + human
    elasticity = (beta * ai + gamma * human) / total
    curvature = (beta * beta * ai + gamma * gamma * human) / total - elasticity * elasticity
    return mu / total, elasticity, curvature


@njit(error_model="numpy")
def crowd_total(log_s, moments, r, mu, alpha, beta, gamma):
    """log s of a crowd with the power sums of u: Newton on log(sum z), z = y (1 + t + c3/2 t^2 + c4/6 t^3), t = -b/r,
    the terms beyond the first dropped where they would not be a small correction."""
    for _ in range(60):
        price, elasticity, _ = price_curve(log_s, mu, alpha, beta, gamma)
        scale = math.exp(math.log(price) / r - log_s)
        t = -elasticity * scale / r
        share = scale * moments[0]
        own = t * moments[1] / moments[0]
        if abs(own) < 0.1:
            share *= 1 + own + t * t * ((3 - r) / 2 * moments[2]
                                        + t * (4 - r) * (4 - 2 * r) / 6 * moments[3]) / moments[0]
        step = math.log(share) / (1 + elasticity / r)
        log_s += step
        if abs(step) < 1e-14:
            break
    return log_s


@njit(fastmath=FAST, error_model="numpy")
def takers(cost, rho, out):
    """out = u; returns the first four power sums of u. A power is exp(p log c): faster than pow with the vector library,
    and as accurate where p log c is small."""
    inverse = -1 / (rho - 1)
    lift = rho**inverse
    m1 = m2 = m3 = m4 = 0.0
    for i in range(cost.size):
        u = lift * math.exp(inverse * math.log(cost[i]))
        out[i] = u
        u2 = u * u
        m1 += u
        m2 += u2
        m3 += u2 * u
        m4 += u2 * u2
    return m1, m2, m3, m4


@njit(fastmath=FAST, error_model="numpy")
def largest(u):
    """max u, in a loop of its own: a maximum keeps LLVM from vectorising the loop with the powers."""
    top = 0.0
    for i in range(u.size):
        top = max(top, u[i])
    return top


@njit(fastmath=FAST, error_model="numpy")
def quadratic_crowd(cost):
    """The same power sums for rho = 2, u = 1/(2 c)."""
    m1 = m2 = m3 = m4 = 0.0
    for i in range(cost.size):
        u = 0.5 / cost[i]
        u2 = u * u
        m1 += u
        m2 += u2
        m3 += u2 * u
        m4 += u2 * u2
    return m1, m2, m3, m4


@njit(fastmath=FAST, error_model="numpy")
def quadratic_pass(cost, price, elasticity, curvature, s, out):
    """x = 1 / (2 c/P + e/s); returns sum x and d(sum x)/dlog s."""
    k, pull = 2 / price, elasticity / s
    bend = elasticity * k
    turn = (curvature - elasticity) / s
    total = slope = 0.0
    for i in range(cost.size):
        x = 1 / (cost[i] * k + pull)
        out[i] = x
        total += x
        slope -= x * x * (cost[i] * bend + turn)
    return total, slope


@njit(fastmath=FAST, error_model="numpy")
def series_pass(u, lift, factor, r, out):
    """x = lift u (1 + t + c3 t^2 + ...), t = factor u: Lagrange's inversion of w = b (1 - w)^(1/r), every b small.
    Returns sum x and sum x t."""
    c3, c4 = (3 - r) / 2, (4 - r) * (4 - 2 * r) / 6
    c5 = (5 - r) * (5 - 2 * r) * (5 - 3 * r) / 24
    c6 = (6 - r) * (6 - 2 * r) * (6 - 3 * r) * (6 - 4 * r) / 120
    c7 = (7 - r) * (7 - 2 * r) * (7 - 3 * r) * (7 - 4 * r) * (7 - 5 * r) / 720
    total = twist = 0.0
    for i in range(u.size):
        t = factor * u[i]
        x = lift * u[i] * (1 + t * (1 + t * (c3 + t * (c4 + t * (c5 + t * (c6 + t * c7))))))
        out[i] = x
        total += x
        twist += x * t
    return total, twist


@njit(error_model="numpy")
def any_pass(u, lift, s, r, elasticity, curvature, out):
    """x for b of any size: w = 1 - e^(-r eta) with log(1 - e^(-r eta)) + eta = log b, concave and rising, so that Newton
    from a start below the root stays below it. Returns sum x and d(sum x)/dlog s."""
    total = slope = 0.0
    for i in range(u.size):
        b = elasticity * lift * u[i] / s
        eta = max(b / (r + b), math.log(b))
        for _ in range(60):
            w = -math.expm1(-r * eta)
            step = (math.log(w / b) + eta) / (1 + r * (1 - w) / w)
            eta -= step
            if abs(step) <= 1e-14 * eta:
                break
        w = -math.expm1(-r * eta)
        x = w * s / elasticity
        out[i] = x
        total += x
        slope += x * (1 - ((1 - w) * (elasticity + r) + w * curvature / elasticity) / ((1 - w) * r + w))
    return total, slope


@njit(error_model="numpy")
def own_price_topic(cost, rho, mu, alpha, beta, gamma, tolerance, u, out):
    """One topic of the version `cached`: Newton on log s, until the total at which the efforts were written was right to
    the tolerance"""
    r = rho - 1
    top = 0.0
    if rho == 2:
        moments = quadratic_crowd(cost)
    else:
        moments = takers(cost, rho, u)
        top = largest(u)
    log_s = crowd_total(math.log(cost.size), moments, r, mu, alpha, beta, gamma)
    for sweep in range(200):
        price, elasticity, curvature = price_curve(log_s, mu, alpha, beta, gamma)
        s = math.exp(log_s)
        if rho == 2:
            total, slope = quadratic_pass(cost, price, elasticity, curvature, s, out)
        else:
            lift = math.exp(math.log(price) / r)
            if elasticity * lift * top / s <= SERIES_REACH * min(r, 1.0):
                total, twist = series_pass(u, lift, -elasticity * lift / (s * r), r, out)
                turn = curvature / elasticity - elasticity / r - 1 if elasticity > 0 else 0.0
                slope = turn * twist - elasticity / r * total
            else:
                total, slope = any_pass(u, lift, s, r, elasticity, curvature, out)
        step = math.log(total / s) / (1 - slope / total)
        log_s += min(max(step, -2.0), 2.0)
        if abs(step) <= tolerance:
            break


@njit(fastmath=FAST, error_model="numpy")
def joint_pass(cost, rho, price, slope, bend, ds, x, own, pull):
    """x += own + ds pull, then the next Newton direction at the new x in the same places. slope = P', bend = P''.
    Returns sum x, sum own, sum pull and the sum of own^2/x."""
    r = rho - 1
    total = moved = pulled = error = 0.0
    for i in range(cost.size):
        y = x[i] + own[i] + ds * pull[i]
        floor = 0.1 * x[i]
        y = y if y > floor else floor
        marginal = cost[i] * rho * math.exp(r * math.log(y))
        inverse = y / (r * marginal - slope * y)
        step = (price + slope * y - marginal) * inverse
        lean = (slope + bend * y) * inverse
        x[i] = y
        own[i] = step
        pull[i] = lean
        total += y
        moved += step
        pulled += lean
        error += step * step / y
    return total, moved, pulled, error


@njit(error_model="numpy")
def joint_topic(cost, rho, mu, alpha, beta, gamma, tolerance, own, pull, x):
    """One topic of the version `joint`."""
    if rho == 2:
        own_price_topic(cost, rho, mu, alpha, beta, gamma, tolerance, own, x)
        return
    r = rho - 1
    moments = takers(cost, rho, x)
    log_s = crowd_total(math.log(cost.size), (moments[0], 0.0, 0.0, 0.0), r, mu, alpha, beta, gamma)
    price, elasticity, _ = price_curve(log_s, mu, alpha, beta, gamma)
    lift = math.exp(math.log(price) / r)
    for i in range(x.size):
        x[i] *= lift
        own[i] = 0.0
        pull[i] = 0.0
    s, ds = math.exp(log_s), 0.0
    for sweep in range(200):
        price, elasticity, curvature = price_curve(math.log(s), mu, alpha, beta, gamma)
        slope = -elasticity * price / s
        bend = price * (elasticity * (1 + elasticity) - curvature) / (s * s)
        total, moved, pulled, error = joint_pass(cost, rho, price, slope, bend, ds, x, own, pull)
        if error <= tolerance * tolerance * s and abs(total - s) <= tolerance * s:
            break
        ds = min(max((total + moved - s) / (1 - pulled), -0.8 * s), 4 * s)
        s += ds


@njit(parallel=True, error_model="numpy")
def solve_all(cost, rho, mu, alpha, beta, gamma, tolerance, joint, efforts, scratch):
    """Every topic, threads side by side. scratch: (K, 2 n) or (threads, 2 n), one row for each thread."""
    for k in prange(cost.shape[0]):
        n = cost.shape[1]
        row = scratch[numba.get_thread_id()]
        if joint:
            joint_topic(cost[k], rho[k], mu[k], alpha[k], beta[k], gamma[k], tolerance, row[:n], row[n:], efforts[k])
        else:
            own_price_topic(cost[k], rho[k], mu[k], alpha[k], beta[k], gamma[k], tolerance, row[:n], efforts[k])


class Rival:
    """One version over one game, its result and scratch memory made once."""

    tolerances = TOLERANCES

    def __init__(self, game, options):
        numba.set_num_threads(min(options.threads, numba.config.NUMBA_NUM_THREADS))
        self.game, self.joint = game, options.version == "joint"
        self.efforts = np.empty_like(game.coefficients)
        self.scratch = np.empty((numba.config.NUMBA_NUM_THREADS, 2 * game.creators))

    def solve(self, tolerance):
        g = self.game
        solve_all(g.coefficients, g.rho, g.mu, g.alpha, g.beta, g.gamma, tolerance, self.joint, self.efforts, self.scratch)
        return self.efforts
