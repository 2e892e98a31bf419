"""How good a profile is, from the efforts alone: the measure that all rivals share."""

import numpy as np


def relative_residual(game, efforts):
    """max over cells of |g|/P where x > 0 and of max(0, g)/P where x = 0; infinity for a profile that is none.

    g = P + x P' - c rho x^(rho-1) - w (Q x) is the marginal payoff (the last term where topics are coupled), with P and P' at the totals of these efforts. Shape (K, n).
    """
    if not np.isfinite(efforts).all() or (efforts < 0).any():
        return float("inf")
    worst = 0.0
    totals = efforts.sum(axis=1)
    if not (totals > 0).all():
        return float("inf")
    price, elasticity = game.price(totals)
    coupled = game.coupled_cost(efforts) if game.couples else None
    for k in range(game.topics):  # topic by topic: no temporary as large as the game
        x = efforts[k]
        marginal_cost = game.coefficients[k] * (game.rho[k] / price[k]) * x ** (game.rho[k] - 1)
        gain = 1 - elasticity[k] * (x / totals[k]) - marginal_cost
        if coupled is not None:
            gain -= coupled[k] / price[k]
        worst = max(worst, float(np.where(x > 0, np.abs(gain), np.maximum(gain, 0)).max()))
    return worst


def total_error(efforts, reference):
    """max over topics of |s - s*| / s*, s the sum of the efforts and s* the reference total."""
    totals = efforts.sum(axis=1)
    error = np.abs(totals - reference) / reference
    return float(error.max()) if np.isfinite(error).all() else float("inf")
