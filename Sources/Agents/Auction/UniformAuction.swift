/// A first-price auction between two bidders whose values are uniform on [0, 1], where the rival bids half of its value, as is best while
/// nobody knows anything; and what one gains who learns the rival's value without the rival's expecting it (derived here).
///
/// Everything is an integral of a polynomial of degree two at most over an interval, which Simpson's rule gives exactly in fractions.
enum UniformAuction {
    /// What a bid gains on average against the rival's v/2: value less bid, where 2 x bid is the probability of winning.
    static func gain(value: Rational, bid: Rational) -> Rational { (value - bid) * min(Rational(1), bid + bid) }

    /// E[v/2 x v] over one's own value: 1/6.
    static var plainSurplus: Rational { integral(from: Rational(0), to: Rational(1)) { gain(value: $0, bid: $0 * Rational(1, 2)) } }

    /// One who knows that the rival bids r/2 bids just above it where the own value exceeds it, and else loses:
    /// E[max(0, v - r/2)], the inner integral over v from r/2 to 1, the outer over r: 7/24.
    static var informedSurplus: Rational {
        integral(from: Rational(0), to: Rational(1)) { rival in
            let bid = rival * Rational(1, 2)
            return integral(from: bid, to: Rational(1)) { $0 - bid }
        }
    }

    /// Simpson's rule on one interval, exact for polynomials of degree three at most.
    private static func integral(from low: Rational, to high: Rational, _ f: (Rational) -> Rational) -> Rational {
        (high - low) * Rational(1, 6) * (f(low) + Rational(4) * f((low + high) * Rational(1, 2)) + f(high))
    }
}
