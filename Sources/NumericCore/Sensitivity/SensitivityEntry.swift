/// One line of a table of sensitivities: a parameter as a game file names it, and what an outcome does with it.
public struct SensitivityEntry: Sendable, Equatable {
    /// The key path, for instance `market.alpha`, `market.mu[3]` or `cost.coefficients[0][2]`.
    public let field: String
    /// The creator and the topic it belongs to, where there is just one of each.
    public let creator: Int?
    /// See `creator`.
    public let topic: Int?
    /// theta
    public let value: Double
    /// dJ/dtheta; NaN where there is none.
    public let derivative: Double
    /// (theta/J) dJ/dtheta: percent of the outcome per percent of the parameter; NaN where J = 0 or infinite.
    public let elasticity: Double

    /// What tables are sorted by.
    var size: (Double, Double) { (Self.magnitude(elasticity), Self.magnitude(derivative)) }

    private static func magnitude(_ value: Double) -> Double { value.isNaN ? -1 : abs(value) }
}

extension Sensitivity.Gradient {
    /// Every parameter of the market, in the order of a game file, and of variants those that the market has. One that is shared
    /// by all topics is one entry: moved for all.
    /// - Complexity: O(topics)
    public func marketEntries(in contest: Contest) -> [SensitivityEntry] {
        let market = contest.market
        var all = [
            ("mu", market.mu, parameters.mu), ("alpha", market.alpha, parameters.alpha), ("beta", market.beta, parameters.beta),
            ("gamma", market.gamma, parameters.gamma),
        ]
        if market.hasRoyalty { all.append(("royalty", market.royalty, parameters.royalty)) }
        if market.hasLicence {
            all.append(("licence.price", market.licence.price, parameters.licencePrice))
            all.append(("licence.decay", market.licence.decay, parameters.licenceDecay))
            all.append(("licence.outsideData", market.licence.outsideData, parameters.outsideData))
        }
        if market.hasTwoEngines { all.append(("conversationShare", market.conversationShare, parameters.conversationShare)) }
        return all.flatMap { name, values, derivatives in entries("market.\(name)", values, derivatives, isTopic: true) }
    }

    /// The `count` parameters of costs and limits that move the outcome most, by elasticity, largest first; what creators, topics
    /// or cells share is one entry: moved for all. `cost.coupling.matrix[k][l]`, k <= l, stands for Q_kl and Q_lk together.
    /// - Complexity: O(cells + creators + topics^2) time and O(creators + count) memory.
    public func largestCostEntries(_ count: Int, in contest: Contest) -> [SensitivityEntry] {
        var found = Largest(count: count)
        if let coupling = contest.coupling {
            found.add(entries("cost.coupling.weights", coupling.weights, parameters.couplingWeight, isTopic: false))
            addPairs(coupling, to: &found)
        }
        if let total = contest.totalEffort {
            found.add(entries("cost.totalEffort.scale", total.scale, parameters.totalEffortScale, isTopic: false))
            found.add([entry("cost.totalEffort.exponent", total.exponent, parameters.totalEffortExponent)])
            found.add(entries("cost.totalEffort.weights", total.weights, parameters.totalEffortWeight, isTopic: true))
        }
        if let capacity = contest.capacity {
            let bound = entries("capacity.limits", capacity.limits, parameters.capacityLimit, isTopic: false)
            found.add(bound.filter { $0.value < .infinity })
            found.add(entries("capacity.weights", capacity.weights, parameters.capacityWeight, isTopic: true))
        }
        let layout = contest.layout
        if case .shared(let rho) = contest.costs.exponents {
            found.add([entry("cost.exponents", rho, parameters.exponent.reduce(0, +))])
        }
        for k in 0..<layout.topics {
            let cells = layout.range(ofTopic: k)
            if case .perTopic(let rhos) = contest.costs.exponents {
                found.add([entry("cost.exponents[\(k)]", rhos[k], parameters.exponent[cells].reduce(0, +), topic: k)])
            }
            for cell in cells {
                let creator = layout.creator(ofCell: cell, topic: k)
                found.add(contest.costs.coefficients[cell], parameters.cost[cell], value) {
                    entry("cost.coefficients[\(creator)][\(k)]", contest.costs.coefficients[cell], parameters.cost[cell], creator: creator, topic: k)
                }
                guard let rhos = contest.costs.perCellExponents else { continue }
                found.add(rhos[cell], parameters.exponent[cell], value) {
                    entry("cost.exponents[\(creator)][\(k)]", rhos[cell], parameters.exponent[cell], creator: creator, topic: k)
                }
            }
        }
        return found.entries
    }

    /// The entries of Q, each pair of equal ones once.
    private func addPairs(_ coupling: CouplingCost, to found: inout Largest) {
        let count = coupling.topics
        for k in 0..<count {
            for l in k..<count {
                let (similarity, derivative) = (coupling.matrix[k * count + l], parameters.couplingMatrix[k * count + l])
                found.add(similarity, derivative, value) {
                    entry("cost.coupling.matrix[\(k)][\(l)]", similarity, derivative, topic: k == l ? k : nil)
                }
            }
        }
    }

    private func entry(
        _ field: String, _ parameter: Double, _ derivative: Double, creator: Int? = nil, topic: Int? = nil
    ) -> SensitivityEntry {
        SensitivityEntry(
            field: field, creator: creator, topic: topic, value: parameter, derivative: derivative,
            elasticity: Self.elasticity(parameter, derivative, value))
    }

    private func entries<Axis>(
        _ field: String, _ values: AxisValues<Axis>, _ derivatives: [Double], isTopic: Bool
    ) -> [SensitivityEntry] {
        if values.isShared { return [entry(field, values.values[0], derivatives.reduce(0, +))] }
        return derivatives.indices.map {
            entry("\(field)[\($0)]", values[$0], derivatives[$0], creator: isTopic ? nil : $0, topic: isTopic ? $0 : nil)
        }
    }

    static func elasticity(_ parameter: Double, _ derivative: Double, _ value: Double) -> Double {
        value == 0 ? .nan : parameter / value * derivative
    }

    /// The entries that are largest, kept in order.
    private struct Largest {
        let count: Int
        private(set) var entries: [SensitivityEntry] = []

        init(count: Int) { self.count = count }

        mutating func add(_ new: [SensitivityEntry]) {
            entries = Array((entries + new).sorted { $0.size > $1.size }.prefix(count))
        }

        /// Makes the entry only where it has a place.
        mutating func add(_ parameter: Double, _ derivative: Double, _ value: Double, _ make: () -> SensitivityEntry) {
            guard derivative != 0, count > 0 else { return }
            let size = abs(elasticity(parameter, derivative, value))
            if entries.count == count, let least = entries.last, !(size > least.size.0) { return }
            let new = make()
            let place = entries.firstIndex { $0.size < new.size } ?? entries.count
            entries.insert(new, at: place)
            if entries.count > count { entries.removeLast() }
        }
    }
}
