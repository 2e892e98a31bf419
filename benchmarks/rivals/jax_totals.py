"""Totals first in JAX: compiled by XLA for the CPU in double precision, all cores, powers are XLA's own.

The same two versions as numba_totals.py, written as whole-array formulas:

- `joint`: price takers first, then Newton on (log x, s) of a topic together. log c is taken once; a pass is two exps a cell.
- `cached`: u = (c rho)^(-1/r) once, its power sums for the start, then passes that only multiply. Where a creator is too
  large for the series the cell's own equation is solved by a fixed number of Newton steps.

Topics are cut over as many XLA host devices as there are threads; each device maps over its topics in blocks that fit its
cache (whole matrices in one block are slower: every formula would stream them from memory).
"""

import os
from functools import partial

# Read when JAX is imported. XLA uses half of AVX-512's width unless it is told.
_flags = ["--xla_cpu_prefer_vector_width=512", f"--xla_force_host_platform_device_count={os.environ.get('RIVAL_THREADS', '1')}"]
os.environ["XLA_FLAGS"] = " ".join([os.environ.get("XLA_FLAGS", ""), *_flags]).strip()
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
from jax import lax  # noqa: E402
from jax.sharding import Mesh, NamedSharding, PartitionSpec  # noqa: E402

jax.config.update("jax_enable_x64", True)

TOLERANCES = (1e-6, 1e-9, 1e-12)
BLOCK_CELLS = 30_000  # cells of the topics that a device takes at a time
SERIES_REACH = 2.0**-7  # as in numba_totals.py


def price_curve(log_s, mu, alpha, beta, gamma):
    """P, e = -dlog P/dlog s and de/dlog s."""
    ai, human = alpha * jnp.exp(beta * log_s), jnp.exp(gamma * log_s)
    total = ai + human
    elasticity = (beta * ai + gamma * human) / total
    return mu / total, elasticity, (beta**2 * ai + gamma**2 * human) / total - elasticity**2


def crowd_total(log_s, moments, r, market):
    """log s of a crowd with the power sums of u, see numba_totals.crowd_total."""
    m1, m2, m3, m4 = moments

    def body(state):
        count, log_s, _ = state
        price, elasticity, _ = price_curve(log_s, *market)
        scale = jnp.exp(jnp.log(price) / r - log_s)
        t = -elasticity * scale / r
        own = t * m2 / m1
        series = 1 + own + t * t * ((3 - r) / 2 * m3 + t * (4 - r) * (4 - 2 * r) / 6 * m4) / m1
        step = jnp.log(scale * m1 * jnp.where(jnp.abs(own) < 0.1, series, 1.0)) / (1 + elasticity / r)
        return count + 1, log_s + step, jnp.abs(step).max()

    return lax.while_loop(lambda state: (state[0] < 60) & (state[2] > 1e-14), body, (0, log_s, 1.0))[1]


def row_sum(cells):
    """Sums along rows, as a product: XLA adds one by one in its own sums, several lanes at a time in this."""
    return (cells @ jnp.ones(cells.shape[1]))[:, None]


def joint(cost, rho, market, tolerance):
    """x of a block of topics: cost (k, n), everything else (k, 1)."""
    r = rho - 1
    log_c = jnp.log(cost * rho)
    crowd = row_sum(jnp.exp(-log_c / r))
    zero = jnp.zeros_like(crowd)
    log_s = crowd_total(jnp.log(cost.shape[1] + zero), (crowd, zero, zero, zero), r, market)
    price, _, _ = price_curve(log_s, *market)

    def body(state):
        count, log_x, log_s, _, _ = state
        s = jnp.exp(log_s)
        price, elasticity, curvature = price_curve(log_s, *market)
        slope = -elasticity * price / s
        bend = price * (elasticity * (1 + elasticity) - curvature) / (s * s)
        x = jnp.exp(log_x)
        marginal = jnp.exp(log_c + r * log_x)
        inverse = 1 / (r * marginal - slope * x)
        own = (price + slope * x - marginal) * inverse
        pull = (slope + bend * x) * inverse
        total = row_sum(x)
        ds = (total + row_sum(x * own) - s) / (1 - row_sum(x * pull))
        ds = jnp.clip(ds, -0.8 * s, 4 * s)
        error = jnp.maximum(jnp.sqrt(row_sum(x * own * own) / s), jnp.abs(total / s - 1)).max()
        step = jnp.clip(own + ds * pull, -2.0, 2.0)
        return count + 1, log_x + step, jnp.log(s + ds), x, error

    start = (0, (jnp.log(price) - log_c) / r, log_s, cost, 1.0)
    return lax.while_loop(lambda state: (state[0] < 100) & (state[4] > tolerance), body, start)[3]


def series_share(t, r):
    """e^-eta = 1 + t + c3 t^2 + ... , t = -b/r."""
    c3, c4 = (3 - r) / 2, (4 - r) * (4 - 2 * r) / 6
    c5 = (5 - r) * (5 - 2 * r) * (5 - 3 * r) / 24
    c6 = (6 - r) * (6 - 2 * r) * (6 - 3 * r) * (6 - 4 * r) / 120
    c7 = (7 - r) * (7 - 2 * r) * (7 - 3 * r) * (7 - 4 * r) * (7 - 5 * r) / 720
    return 1 + t * (1 + t * (c3 + t * (c4 + t * (c5 + t * (c6 + t * c7)))))


def any_share(b, r):
    """e^-eta for b of any size: Newton on log(1 - e^(-r eta)) + eta = log b from below."""
    log_b = jnp.log(b)

    def body(_, eta):
        w = -jnp.expm1(-r * eta)
        return eta - (jnp.log(w) + eta - log_b) / (1 + r * (1 - w) / w)

    return jnp.exp(-lax.fori_loop(0, 12, body, jnp.maximum(b / (r + b), log_b)))


def cached(cost, rho, market, tolerance, quadratic):
    """x of a block of topics, shapes as in `joint`; quadratic: every rho is 2 (a property of the compiled code)."""
    r = rho - 1
    u = 0.5 / cost if quadratic else jnp.exp(-jnp.log(cost * rho) / r)
    square = u * u
    m1, m2, m3, m4 = row_sum(u), row_sum(square), row_sum(u * square), row_sum(square * square)
    largest = u.max(axis=1, keepdims=True)
    log_s = crowd_total(jnp.log(cost.shape[1] + jnp.zeros_like(m1)), (m1, m2, m3, m4), r, market)

    def body(state):
        count, log_s, _, _ = state
        price, elasticity, curvature = price_curve(log_s, *market)
        s = jnp.exp(log_s)
        lift = jnp.exp(jnp.log(price) / r)
        pull = elasticity * lift / s
        turn = jnp.where(elasticity > 0, curvature / elasticity, 0)

        def small():
            t = (-pull / r) * u
            x = lift * u * series_share(t, r)
            total = row_sum(x)
            return x, total, (turn - elasticity / r - 1) * row_sum(x * t) - elasticity / r * total

        def any_size():
            x = lift * u / (1 + pull * u) if quadratic else lift * u * any_share(pull * u, r)
            w = elasticity * x / s
            slope = 1 - ((1 - w) * (elasticity + r) + w * turn) / ((1 - w) * r + w)
            return x, row_sum(x), row_sum(x * slope)

        if quadratic:
            x, total, slope = any_size()
        else:
            reach = SERIES_REACH * jnp.minimum(r, 1).min()
            x, total, slope = lax.cond((pull * largest).max() <= reach, small, any_size)
        step = jnp.log(total / s) / (1 - slope / total)
        return count + 1, log_s + jnp.clip(step, -2.0, 2.0), x, jnp.abs(step).max()

    start = (0, log_s, cost, 1.0)
    return lax.while_loop(lambda state: (state[0] < 100) & (state[3] > tolerance), body, start)[2]


class Rival:
    """One version over one game; the game is laid out on the devices beforehand."""

    tolerances = TOLERANCES

    def __init__(self, game, options):
        devices = jax.devices()[: max(d for d in range(1, options.threads + 1) if game.topics % d == 0)]
        mesh = Mesh(np.array(devices), ("topics",))
        by_topic = PartitionSpec("topics")
        quadratic = bool((game.rho == 2).all())
        block = joint if options.version == "joint" and not quadratic else partial(cached, quadratic=quadratic)
        rows = max(1, min(game.topics // len(devices), BLOCK_CELLS // game.creators))

        def share(cost, rho, market, tolerance):
            """One device's topics, `rows` at a time."""
            one = lambda row: block(row[0], row[1], row[2:], tolerance)  # noqa: E731
            blocks = [a.reshape(-1, rows, a.shape[-1]) for a in (cost, rho, *market)]
            return lax.map(one, tuple(blocks)).reshape(cost.shape)

        while (game.topics // len(devices)) % rows:
            rows -= 1
        specs = (by_topic, by_topic, (by_topic,) * 4, PartitionSpec())
        self.run = jax.jit(jax.shard_map(share, mesh=mesh, in_specs=specs, out_specs=by_topic, check_vma=False))
        place = lambda a: jax.device_put(a, NamedSharding(mesh, by_topic))  # noqa: E731
        self.cost, self.rho = place(game.coefficients), place(game.rho[:, None])
        self.market = tuple(place(a[:, None]) for a in (game.mu, game.alpha, game.beta, game.gamma))

    def solve(self, tolerance):
        """The result stays in XLA's memory (it is viewed, not copied, on one device)."""
        return self.run(self.cost, self.rho, self.market, tolerance).block_until_ready()
