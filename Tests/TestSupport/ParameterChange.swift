import Foundation
import NumericCore

extension Contest {
    /// Every parameter of the contest that has a derivative: mu and limits that are 0 are left out.
    public var parameters: [Parameter] {
        let topicList = Array(0..<topics)
        var all: [Parameter] = topicList.flatMap { k -> [Parameter] in
            (market.mu[k] > 0 ? [.mu(topic: k)] : []) + [.alpha(topic: k), .beta(topic: k), .gamma(topic: k)]
                + [.royalty(topic: k), .conversationShare(topic: k), .licencePrice(topic: k)]
                + (market.licence.price[k] > 0 ? [.licenceDecay(topic: k), .outsideData(topic: k)] : [])
        }
        for k in topicList {
            for cell in layout.range(ofTopic: k) {
                let i = layout.creator(ofCell: cell, topic: k)
                all += [.cost(creator: i, topic: k), .exponent(creator: i, topic: k)]
            }
        }
        for i in 0..<creators {
            if coupling != nil { all.append(.couplingWeight(creator: i)) }
            if totalEffort != nil { all.append(.totalEffortScale(creator: i)) }
            if let limit = capacity?.limits[i], limit > 0, limit < .infinity { all.append(.capacityLimit(creator: i)) }
        }
        for k in topicList {
            if coupling != nil { all += (k..<topics).map { .couplingMatrix(topic: k, other: $0) } }
            if totalEffort != nil { all.append(.totalEffortWeight(topic: k)) }
            if capacity != nil { all.append(.capacityWeight(topic: k)) }
        }
        return totalEffort == nil ? all : all + [.totalEffortExponent]
    }

    /// The value of a parameter.
    public func value(of parameter: Parameter) -> Double {
        func cell(_ i: Int, _ k: Int) -> Int { layout.cell(creator: i, topic: k)! }
        return switch parameter {
        case .mu(let k): market.mu[k]
        case .alpha(let k): market.alpha[k]
        case .beta(let k): market.beta[k]
        case .gamma(let k): market.gamma[k]
        case .royalty(let k): market.royalty[k]
        case .conversationShare(let k): market.conversationShare[k]
        case .licencePrice(let k): market.licence.price[k]
        case .licenceDecay(let k): market.licence.decay[k]
        case .outsideData(let k): market.licence.outsideData[k]
        case .cost(let i, let k): costs.coefficients[cell(i, k)]
        case .exponent(let i, let k): costs.exponent(ofCell: cell(i, k), topic: k)
        case .couplingMatrix(let k, let l): coupling!.matrix[k * topics + l]
        case .couplingWeight(let i): coupling!.weights[i]
        case .totalEffortScale(let i): totalEffort!.scale[i]
        case .totalEffortExponent: totalEffort!.exponent
        case .totalEffortWeight(let k): totalEffort!.weights[k]
        case .capacityLimit(let i): capacity!.limits[i]
        case .capacityWeight(let k): capacity!.weights[k]
        }
    }

    /// The contest with one parameter moved by `shift`.
    /// - Throws: `FieldError` where that leaves the domain.
    public func moving(_ parameter: Parameter, by shift: Double) throws -> Contest {
        func topics(_ values: PerTopic, _ topic: Int) -> PerTopic {
            PerTopic((0..<self.topics).map { values[$0] + ($0 == topic ? shift : 0) })
        }
        func creators(_ values: PerCreator, _ creator: Int) -> PerCreator {
            PerCreator((0..<self.creators).map { values[$0] + ($0 == creator ? shift : 0) })
        }
        func cell(_ i: Int, _ k: Int) -> Int { layout.cell(creator: i, topic: k)! }
        switch parameter {
        case .mu(let k): return try with(\.mu, topics(market.mu, k))
        case .alpha(let k): return try with(\.alpha, topics(market.alpha, k))
        case .beta(let k): return try with(\.beta, topics(market.beta, k))
        case .gamma(let k): return try with(\.gamma, topics(market.gamma, k))
        case .royalty(let k): return try with(\.royalty, topics(market.royalty, k))
        case .conversationShare(let k): return try with(\.conversationShare, topics(market.conversationShare, k))
        case .licencePrice(let k): return try with(\.licence.price, topics(market.licence.price, k))
        case .licenceDecay(let k): return try with(\.licence.decay, topics(market.licence.decay, k))
        case .outsideData(let k): return try with(\.licence.outsideData, topics(market.licence.outsideData, k))
        case .cost(let i, let k):
            var values = costs.coefficients.array
            values[cell(i, k)] += shift
            return try with(costs: PowerCost(layout: layout, coefficients: CellBuffer(values), exponents: costs.exponents))
        case .exponent(let i, let k):
            var values = (0..<self.topics).flatMap { k in layout.range(ofTopic: k).map { costs.exponent(ofCell: $0, topic: k) } }
            values[cell(i, k)] += shift
            return try with(costs: PowerCost(layout: layout, coefficients: costs.coefficients.doubles!, exponents: .perCell(CellBuffer(values))))
        case .couplingMatrix(let k, let l):
            let entries = (0..<self.topics * self.topics).map { index in
                let place = (index / self.topics, index % self.topics)
                return coupling!.matrix[index] + (place == (k, l) || place == (l, k) ? shift : 0)
            }
            let changed = try CouplingCost(topics: self.topics, matrix: CellBuffer(entries), weights: coupling!.weights)
            return try with(coupling: changed, totalEffort: totalEffort, capacity: capacity)
        case .couplingWeight(let i):
            let changed = try CouplingCost(topics: self.topics, matrix: coupling!.matrix, weights: creators(coupling!.weights, i))
            return try with(coupling: changed, totalEffort: totalEffort, capacity: capacity)
        case .totalEffortScale(let i):
            let changed = try TotalEffortCost(scale: creators(totalEffort!.scale, i), exponent: totalEffort!.exponent, weights: totalEffort!.weights)
            return try with(coupling: coupling, totalEffort: changed, capacity: capacity)
        case .totalEffortExponent:
            let changed = try TotalEffortCost(scale: totalEffort!.scale, exponent: totalEffort!.exponent + shift, weights: totalEffort!.weights)
            return try with(coupling: coupling, totalEffort: changed, capacity: capacity)
        case .totalEffortWeight(let k):
            let changed = try TotalEffortCost(
                scale: totalEffort!.scale, exponent: totalEffort!.exponent, weights: topics(totalEffort!.weights, k))
            return try with(coupling: coupling, totalEffort: changed, capacity: capacity)
        case .capacityWeight(let k):
            let changed = Capacity(limits: capacity!.limits, weights: topics(capacity!.weights, k))
            return try with(coupling: coupling, totalEffort: totalEffort, capacity: changed)
        case .capacityLimit(let i):
            let changed = Capacity(limits: creators(capacity!.limits, i), weights: capacity!.weights)
            return try with(coupling: coupling, totalEffort: totalEffort, capacity: changed)
        }
    }

    /// Payoff of each creator, by its definition.
    public func plainUtilities(_ efforts: EffortProfile) -> [Double] {
        let rows = efforts.rows
        let totals = (0..<topics).map { k in rows.reduce(0) { $0 + $1[k] } }
        return (0..<creators).map { i in
            var payoff = 0.0
            for k in 0..<topics where rows[i][k] > 0 {
                let cell = layout.cell(creator: i, topic: k)!
                payoff += rows[i][k] * topic(k).price(at: totals[k]).value
                payoff -= costs.coefficients[cell] * pow(rows[i][k], costs.exponent(ofCell: cell, topic: k))
                if let coupling {
                    for l in 0..<topics { payoff -= coupling.weights[i] / 2 * rows[i][k] * coupling.matrix[k * topics + l] * rows[i][l] }
                }
            }
            if let totalEffort {
                let effort = (0..<topics).reduce(0) { $0 + totalEffort.weights[$1] * rows[i][$1] }
                payoff -= totalEffort.scale[i] / totalEffort.exponent * pow(effort, totalEffort.exponent)
            }
            return payoff
        }
    }
}
