/// One number of a contest that an equilibrium depends on.
///
/// What a contest lacks (no similarity cost, no total effort cost, no capacity) has no parameters to vary, and a creator who is not
/// eligible in a topic has no cost there: asking for those is refused (``SensitivityError``).
public enum Parameter: Sendable, Hashable {
    /// mu_k, attention at a total of 1.
    case mu(topic: Int)
    /// alpha_k, GenAI's learning efficiency.
    case alpha(topic: Int)
    /// beta_k, scaling exponent less demand exponent, at fixed gamma_k.
    case beta(topic: Int)
    /// gamma_k, one less the demand exponent, at fixed beta_k.
    case gamma(topic: Int)
    /// tau_k, the royalty.
    case royalty(topic: Int)
    /// q_k, the share of attention that asks a conversational engine.
    case conversationShare(topic: Int)
    /// v_k, the price of a data licence.
    case licencePrice(topic: Int)
    /// d_k, how a licence's price decays in the total.
    case licenceDecay(topic: Int)
    /// s0_k, outside data of a licence.
    case outsideData(topic: Int)
    /// c_ik
    case cost(creator: Int, topic: Int)
    /// rho_ik of this cell alone, also where others share it.
    case exponent(creator: Int, topic: Int)
    /// Q_kl and Q_lk of the similarity cost, which move together: Q stays symmetric. The order of the two topics does not matter.
    case couplingMatrix(topic: Int, other: Int)
    /// w_i, the weight of the similarity cost.
    case couplingWeight(creator: Int)
    /// h_i, the scale of the total effort cost.
    case totalEffortScale(creator: Int)
    /// theta of the total effort cost, of all creators.
    case totalEffortExponent
    /// a_k of the total effort cost, of all creators.
    case totalEffortWeight(topic: Int)
    /// B_i
    case capacityLimit(creator: Int)
    /// a_k of the capacities, of all creators.
    case capacityWeight(topic: Int)
}

/// One number for each parameter of a contest: the gradient of an outcome, or its direct part.
public struct ParameterDerivatives: Sendable, Equatable {
    /// K values. NaN where mu_k = 0: efforts there have no derivative.
    public var mu: [Double]
    /// K values; from above where alpha_k = 0; 0 in a human-only contest.
    public var alpha: [Double]
    /// K values; 0 where there is no GenAI.
    public var beta: [Double]
    /// K values.
    public var gamma: [Double]
    /// K values; from above where the royalty is 0; 0 in a human-only contest.
    public var royalty: [Double]
    /// K values; from below where the share is 1; 0 in a human-only contest.
    public var conversationShare: [Double]
    /// K values; from above where the price is 0.
    public var licencePrice: [Double]
    /// K values; 0 where nothing is bought.
    public var licenceDecay: [Double]
    /// K values; 0 where nothing is bought.
    public var outsideData: [Double]
    /// One per cell, in the contest's layout.
    public var cost: [Double]
    /// One per cell, in the contest's layout. Where cells share an exponent the derivative with respect to it is their sum.
    public var exponent: [Double]
    /// K x K values, row after row: at (k, l) and at (l, k) the derivative with respect to Q_kl and Q_lk moved together, so that
    /// the derivative along a symmetric change is a sum over k <= l. Where Q is singular some changes leave the semidefinite
    /// matrices, which the derivative takes no notice of. Empty without a similarity cost.
    public var couplingMatrix: [Double]
    /// n values; empty without a similarity cost.
    public var couplingWeight: [Double]
    /// n values; empty without a total effort cost.
    public var totalEffortScale: [Double]
    /// 0 without a total effort cost.
    public var totalEffortExponent: Double
    /// K values; empty without a total effort cost.
    public var totalEffortWeight: [Double]
    /// n values, 0 where the capacity does not bind, NaN where B_i = 0 (only growth is possible); empty without capacities.
    public var capacityLimit: [Double]
    /// K values; empty without capacities.
    public var capacityWeight: [Double]

    /// All 0, of the contest's shape.
    public init(zerosFor contest: Contest) {
        let topics = [Double](repeating: 0, count: contest.topics)
        let creators = [Double](repeating: 0, count: contest.creators)
        let cells = [Double](repeating: 0, count: contest.layout.cells)
        (mu, alpha, beta, gamma) = (topics, topics, topics, topics)
        (royalty, conversationShare) = (topics, topics)
        (licencePrice, licenceDecay, outsideData) = (topics, topics, topics)
        (cost, exponent) = (cells, cells)
        couplingMatrix = contest.coupling == nil ? [] : [Double](repeating: 0, count: contest.topics * contest.topics)
        couplingWeight = contest.coupling == nil ? [] : creators
        totalEffortScale = contest.totalEffort == nil ? [] : creators
        totalEffortExponent = 0
        totalEffortWeight = contest.totalEffort == nil ? [] : topics
        capacityLimit = contest.capacity == nil ? [] : creators
        capacityWeight = contest.capacity == nil ? [] : topics
    }

    /// The value of one parameter; O(1), O(log cells of the topic) for cells of sparse contests.
    /// - Throws: ``SensitivityError`` for a parameter that the contest does not have.
    public func value(of parameter: Parameter, in contest: Contest) throws(SensitivityError) -> Double {
        try contest.check(parameter)
        func cell(_ creator: Int, _ topic: Int) -> Int { contest.layout.cell(creator: creator, topic: topic)! }
        return switch parameter {
        case .mu(let k): mu[k]
        case .alpha(let k): alpha[k]
        case .beta(let k): beta[k]
        case .gamma(let k): gamma[k]
        case .royalty(let k): royalty[k]
        case .conversationShare(let k): conversationShare[k]
        case .licencePrice(let k): licencePrice[k]
        case .licenceDecay(let k): licenceDecay[k]
        case .outsideData(let k): outsideData[k]
        case .cost(let i, let k): cost[cell(i, k)]
        case .exponent(let i, let k): exponent[cell(i, k)]
        case .couplingMatrix(let k, let l): couplingMatrix[k * contest.topics + l]
        case .couplingWeight(let i): couplingWeight[i]
        case .totalEffortScale(let i): totalEffortScale[i]
        case .totalEffortExponent: totalEffortExponent
        case .totalEffortWeight(let k): totalEffortWeight[k]
        case .capacityLimit(let i): capacityLimit[i]
        case .capacityWeight(let k): capacityWeight[k]
        }
    }
}

/// A sensitivity that cannot be had: what was expected, what was found.
public struct SensitivityError: Error, Equatable, CustomStringConvertible, Sendable {
    /// One line.
    public let description: String
}

extension Contest {
    /// - Throws: ``SensitivityError`` for a parameter that this contest does not have.
    func check(_ parameter: Parameter) throws(SensitivityError) {
        func index(_ value: Int, _ count: Int, _ what: String) throws(SensitivityError) {
            guard value >= 0, value < count else {
                throw SensitivityError(description: "\(parameter): expected a \(what) in 0..<\(count), found \(value)")
            }
        }
        func part(_ isThere: Bool, _ name: String) throws(SensitivityError) {
            guard isThere else { throw SensitivityError(description: "\(parameter): the contest has no \(name)") }
        }
        switch parameter {
        case .mu(let k), .alpha(let k), .beta(let k), .gamma(let k), .royalty(let k), .conversationShare(let k),
            .licencePrice(let k), .licenceDecay(let k), .outsideData(let k), .totalEffortWeight(let k), .capacityWeight(let k):
            try index(k, topics, "topic")
        case .cost(let i, let k), .exponent(let i, let k):
            try index(i, creators, "creator")
            try index(k, topics, "topic")
            try part(layout.cell(creator: i, topic: k) != nil, "such cell: creator \(i) is not eligible in topic \(k)")
        case .couplingMatrix(let k, let l):
            try index(k, topics, "topic")
            try index(l, topics, "topic")
        case .couplingWeight(let i), .totalEffortScale(let i), .capacityLimit(let i):
            try index(i, creators, "creator")
        case .totalEffortExponent: break
        }
        switch parameter {
        case .mu, .alpha, .beta, .gamma, .royalty, .conversationShare, .licencePrice, .licenceDecay, .outsideData, .cost, .exponent: break
        case .couplingMatrix, .couplingWeight: try part(coupling != nil, "similarity cost")
        case .totalEffortScale, .totalEffortExponent, .totalEffortWeight: try part(totalEffort != nil, "total effort cost")
        case .capacityLimit, .capacityWeight: try part(capacity != nil, "capacity")
        }
    }
}
