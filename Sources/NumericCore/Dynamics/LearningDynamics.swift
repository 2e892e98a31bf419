#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How creators change their efforts from one step to the next.
///
/// Every creator i moves in its action set X_i = {0 <= x_ik <= u_ik, sum_k a_k x_ik <= B_i}; beyond u_ik no effort can pay,
/// whatever the others do (``simulate(_:dynamics:settings:equilibrium:)``). With g_i the creator's marginal payoffs, gamma_t
/// the step size, and lengths measured by M_ik = u_ik / p_ik (p_ik: price and marginal cost at u_ik), so that a step of size
/// 1 has no unit:
///
/// ```swift
/// let trajectory = try simulate(contest, dynamics: .mirrorDescent(.entropic), equilibrium: equilibrium.efforts)
/// trajectory.records.last?.distance
/// ```
public enum LearningDynamics: Sendable, Equatable {
    /// x_i(t+1) = argmax over X_i of gamma_t <g_i, x> - D_h(x, x_i(t)), D_h the divergence of the ``Geometry``; everybody at once.
    ///
    /// Converges to the equilibrium of a monotone contest for suitable steps. Source: P. Mertikopoulos, Z. Zhou, "Learning in
    /// games with continuous action sets and unknown payoff functions", Math. Program. 173 (2019), doi:10.1007/s10107-018-1254-8.
    case mirrorDescent(Geometry, Feedback = .exact)
    /// Gradient play with lazy projection (dual averaging): y_i(t+1) = y_i(t) + gamma_t M_i g_i, x_i = the point of X_i nearest
    /// to y_i; no step of y is longer than u. The greedy projection is Euclidean mirror descent. Source: as there.
    case gradientPlay
    /// Best replies to the others' efforts: exact where topics do not touch; otherwise the creator's concave problem, by
    /// coordinate ascent to rounding inside a search for its capacity price.
    case bestResponse(Rule)

    /// What distance means to mirror descent.
    public enum Geometry: String, Sendable, CaseIterable {
        /// h = sum_k x_k^2 / (2 M_k): steps along the gradient, then the nearest point of X_i.
        case euclidean
        /// h = sum_k p_k (x_k log x_k + (u_k - x_k) log(u_k - x_k)), the entropy of x_k/u_k and its complement: multiplicative
        /// updates of the odds x/(u - x), which stay within the bounds by themselves; a capacity by the projection of the
        /// same divergence. With one topic this is exponentiated gradient on the simplex of effort and slack.
        case entropic
    }

    /// What a creator sees of its payoff.
    public enum Feedback: Sendable, Equatable {
        /// The gradient g_i.
        case exact
        /// The payoff at one point a step, nothing else.
        case bandit(BanditFeedback)
    }

    /// In which order replies are given.
    public enum Rule: String, Sendable, CaseIterable {
        /// One creator after the other, each seeing what those before it have just done. A step is one round.
        case sequential
        /// All at once, to the efforts of the step before. Cycles where many creators share a topic.
        case simultaneous
        /// All at once, and each only the part gamma_t (at most 1) of the way to its reply.
        case damped
    }

    /// The schedule that suits it where none is asked for.
    public var usualSchedule: StepSchedule {
        switch self {
        case .mirrorDescent(.euclidean, .exact), .gradientPlay: .adaptive(1)
        case .mirrorDescent(.entropic, .exact): .adaptive(4)
        // An entropic step is at most a quarter of a Euclidean one, z (1 - z); 1/t must not be slower than payoffs are concave.
        case .mirrorDescent(.euclidean, .bandit): .power(1, exponent: 1)
        case .mirrorDescent(.entropic, .bandit): .power(4, exponent: 1)
        case .bestResponse(.damped): .power(0.5, exponent: 2.0 / 3)
        case .bestResponse: .constant(1)
        }
    }

    /// Whether a step depends on the profile alone, so that a profile that comes back will come back for ever.
    func isStationary(_ schedule: StepSchedule) -> Bool {
        switch (self, schedule) {
        case (.bestResponse(.sequential), _), (.bestResponse(.simultaneous), _): true
        case (.bestResponse(.damped), .constant), (.mirrorDescent(_, .exact), .constant): true
        default: false
        }
    }
}

/// One-point payoff feedback: in step t every creator plays Q_i = Y_i + delta_t Z_i, Z_i uniform on the unit sphere of its
/// d_i efforts in units of u, sees its payoff U_i there, and takes (d_i / delta_t) U_i Z_i for its gradient.
///
/// delta_t = radius r_i t^-exponent, r_i the radius of a ball around a point p_i within X_i. Query points stay within X_i
/// because Y_i stays in the copy of X_i that is shrunk towards p_i by the factor 1 - delta_t / r_i.
///
/// Source: M. Bravo, D. Leslie, P. Mertikopoulos, "Bandit learning in concave N-person games", NeurIPS 2018,
/// arXiv:1810.01925. There X_i is carried from step to step, shrunk only to be played, and gamma_t ~ 1/t, delta_t ~ t^(-1/3)
/// give E|X - x*|^2 = O(T^(-1/3)) in a strongly monotone game. Here the shrunk point Y_i itself is carried (derived): where
/// the equilibrium is interior and payoffs have three derivatives, the sphere's symmetry leaves a bias of O(delta_t^2)
/// against a variance of O(gamma_t / delta_t^2), so that gamma_t ~ 1/t and delta_t ~ t^(-1/6) give
/// E|Y - x*|^2 = O(T^(-2/3)): the distance falls as T^(-1/3). With the exponent 1/3 the source's rate holds, also at corners.
public struct BanditFeedback: Sendable, Equatable {
    /// delta_1 over r_i, in (0, 1).
    public var radius: Double
    /// How fast delta_t shrinks, in [0, 1).
    public var exponent: Double
    /// What is made of the payoffs.
    public var estimate: Estimate

    /// The payoff as it is, or what it has changed since the step before.
    public enum Estimate: String, Sendable, CaseIterable {
        /// (d/delta) U(t) Z(t), as in the source.
        case onePoint = "one-point"
        /// (d/delta) (U(t) - U(t-1)) Z(t): the same mean, since Z(t) knows nothing of the step before, and a variance that
        /// stays bounded as delta falls. Source: Y. Zhang, Y. Zhou, K. Ji, M. Zavlanos, "A new one-point residual-feedback
        /// oracle for black-box learning and control", Automatica 136 (2022), doi:10.1016/j.automatica.2021.110006.
        case residual
    }

    /// Residual estimates, whose distance falls soonest, with the exponent for interior equilibria; `.onePoint` are the source's own.
    public init(radius: Double = 0.5, exponent: Double = 1.0 / 6, estimate: Estimate = .residual) {
        self.radius = radius
        self.exponent = exponent
        self.estimate = estimate
    }
}

/// Step sizes gamma_t, t = 1, 2, ... (no unit: see ``LearningDynamics``).
public enum StepSchedule: Sendable, Equatable {
    /// gamma
    case constant(Double)
    /// gamma / t^exponent
    case power(Double, exponent: Double)
    /// gamma / sqrt(1 + sum over earlier steps of (|x(t+1) - x(t)| / gamma_t)^2), each creator for itself: needs no
    /// knowledge of how steep payoffs are, and settles at a constant where the dynamics converge fast. Source: Y.-G. Hsieh,
    /// K. Antonakopoulos, P. Mertikopoulos, "Adaptive learning in continuous games: optimal regret bounds and convergence to
    /// Nash equilibrium", COLT 2021, arXiv:2104.12761; the move in place of the gradient, which need not vanish at a corner,
    /// is this project's.
    case adaptive(Double)

    /// The first step.
    public var initial: Double {
        switch self {
        case .constant(let size), .power(let size, _), .adaptive(let size): size
        }
    }

    /// gamma_t of a creator whose moves so far have the sum of squares `moved`.
    func size(step: Int, moved: Double) -> Double {
        switch self {
        case .constant(let size): size
        case .power(let size, let exponent): size * pow(Double(step), -exponent)
        case .adaptive(let size): size / (1 + moved).squareRoot()
        }
    }

    func validate() throws(FieldError) {
        guard initial > 0, initial.isFinite else {
            throw FieldError(field: "schedule", expected: "a finite step > 0", found: "\(initial)")
        }
        if case .power(_, let exponent) = self, !(exponent >= 0 && exponent <= 2) {
            throw FieldError(field: "schedule", expected: "an exponent in [0, 2]", found: "\(exponent)")
        }
    }
}
