import CKernels

/// The certificate of a contest that couples topics, from efforts and capacity prices lambda alone (nil: all 0).
///
/// With f_i(x) = (w_i/2) x'Qx + (h_i/theta) (a'x)^theta, capacity weights b and, in every cell of a topic with mu > 0,
///
///     g_ik = P_k + x_ik P'_k - c rho x_ik^(rho - 1) - q_ik,   q_i = grad f_i + lambda_i b,
///
/// - relative residual: the largest of |g|/P where x > 0; max(0, g)/P where x = 0 (0 if the marginal payoff at 2^-1022 is
///   <= 0: an effort of 0 stands for any below); complementarity |lambda (B - b'x)| over gross revenue (over 1 if that is
///   0); infeasibility max(0, b'x - B)/B. Infinite for efforts that are negative, no numbers, or positive where mu = 0;
/// - rounding floor: max 8 eps T/P, T = P + x|P'| + m + w sum_l |Q_kl| x_l + h E^(theta - 1) a + lambda b, and the like of
///   the two capacity terms;
/// - exploitability, `bound`, for 0 <= beta <= gamma: f is convex, so that with q as at x, and a y that has b'y <= B,
///   u(y) - u(x) <= sum_k [max_y psi_k(y) - psi_k(x)] + lambda max(0, B - b'x), each psi_k concave (``LinearisedCell``);
/// - `search`: each creator's best reply in all topics together, and the same bound at that reply on what is left
///   (``CoupledReply``), so that the gain is never underestimated by more than rounding. Where beta < 0 payoffs are not
///   concave: the best of several local searches (global for a creator of one topic), a lower bound.
///
/// - Throws: ``SolveError`` for capacity prices that are negative, not finite or of another count, ``LinearAlgebraError``
///   where there is no OpenBLAS.
/// - Complexity: O(n K^2) by dgemm over tiles of creators, one power a cell; memory O(K) a creator of the tiles at work.
///   A search is some ten factorisations of order K a creator.
func certifyCoupled(
    _ contest: Contest, efforts: EffortProfile, capacityPrices: [Double]?, settings: Settings, maySearch: Bool, stoppage: Stoppage
) throws -> Certification {
    if let prices = capacityPrices {
        guard prices.count == contest.creators else {
            throw SolveError(description: "capacityPrices: expected \(contest.creators) numbers, found \(prices.count)")
        }
        if let i = prices.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
            throw SolveError(description: "capacityPrices[\(i)]: expected a finite number >= 0, found \(prices[i])")
        }
    }
    try LinearAlgebra.load()
    nb_blas_set_threads(1)
    let workers = Workers(threads: settings.threads)
    let topics = TopicTable(contest, efforts: efforts, kernels: try KernelTarget.active().table, workers: workers)
    let judge = CoupledJudge(
        contest: contest, efforts: efforts, prices: capacityPrices, settings: settings, topics: topics, maySearch: maySearch,
        stoppage: stoppage)
    let utilities = SharedTable(count: contest.creators, filledWith: 0.0)
    let verdicts = judge.run(workers, utilities: utilities)
    return Certification(
        verdicts, of: contest, topics, utilities: utilities.array, kind: judge.kind, claim: coupledUniquenessClaim(contest),
        tolerance: settings.tolerance, interruption: stoppage.status)
}
