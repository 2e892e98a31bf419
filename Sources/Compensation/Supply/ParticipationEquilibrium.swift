import NumericCore

/// Who sells where nobody would rather do otherwise (derived): phi(D_S) >= rho_i for everyone in S, who may be indifferent, and
/// phi(D_S + d_j) < rho_j for everybody else, who counts its own data.
public struct ParticipationEquilibrium: Sendable {
    /// Who sells.
    public let sellers: Sellers
    /// D_S
    public let tokens: Double
    /// phi(D_S); 0 without data.
    public let unitPayment: Double
    /// What was found on checking it, by other code than found it.
    public let certificate: Certificate

    /// A set of producers.
    public enum Sellers: Sendable, Equatable {
        /// The first so many of ``Supply/order``.
        case cheapest(Int)
        /// These, in their order.
        case producers([Int])
    }

    /// The two conditions, recomputed from their definitions.
    public struct Certificate: Sendable, Equatable {
        /// min over sellers of phi(D_S) - rho_i; infinite without sellers. At least 0 up to rounding.
        public let leastSellerGain: Double
        /// max over the others of phi(D_S + d_j) - rho_j; -infinite where everybody sells. Below 0.
        public let largestOutsiderGain: Double
        /// Whether both conditions hold, the first within 1e-12 of the payment.
        public let holds: Bool
    }

    /// How many sell.
    public var count: Int {
        switch sellers {
        case .cheapest(let count): count
        case .producers(let members): members.count
        }
    }

    /// Who sells, by number, rising.
    /// - Complexity: O(n).
    public func members(of supply: Supply) -> [Int] {
        switch sellers {
        case .cheapest(let count): supply.order.prefix(count).map(Int.init).sorted()
        case .producers(let members): members
        }
    }

    /// What each producer is paid, n numbers.
    public func payments(of supply: Supply) -> [Double] {
        var payments = [Double](repeating: 0, count: supply.tokens.count)
        for member in members(of: supply) { payments[member] = unitPayment * supply.tokens[member] }
        return payments
    }

    /// A set with its data and pay, and the certificate.
    /// - Complexity: O(n), phi once for each producer that does not sell.
    init(_ sellers: Sellers, of supply: Supply, _ payment: UnitPayment, _ workers: Workers) {
        self.sellers = sellers
        let n = supply.tokens.count
        var sells = [Bool](repeating: false, count: n)
        switch sellers {
        case .cheapest(let count): for place in 0..<count { sells[Int(supply.order[place])] = true }
        case .producers(let members): for member in members { sells[member] = true }
        }
        var total = ExactTotal()
        for index in 0..<n where sells[index] { total.add(supply.tokens[index]) }
        tokens = total.value
        unitPayment = payment(tokens)
        certificate = Certificate(sells, supply, payment, data: tokens, workers)
    }
}

extension ParticipationEquilibrium.Certificate {
    fileprivate init(_ sells: [Bool], _ supply: Supply, _ payment: UnitPayment, data: Double, _ workers: Workers) {
        let n = sells.count
        let tile = 1 << 14
        let parts = SharedTable(count: (n + tile - 1) / tile, filledWith: (seller: Double.infinity, outsider: -Double.infinity))
        let paid = payment(data)
        workers.run(parts.count) { index in
            var worst = (seller: Double.infinity, outsider: -Double.infinity)
            for producer in index * tile..<min((index + 1) * tile, n) {
                let size = supply.tokens[producer]
                guard size > 0 else { continue }
                let reservation = supply.reservations[producer] / size
                if sells[producer] {
                    worst.seller = min(worst.seller, paid - reservation)
                } else {
                    worst.outsider = max(worst.outsider, payment(data + size) - reservation)
                }
            }
            parts[index] = worst
        }
        var worst = (seller: Double.infinity, outsider: -Double.infinity)
        for index in 0..<parts.count { worst = (min(worst.seller, parts[index].seller), max(worst.outsider, parts[index].outsider)) }
        leastSellerGain = worst.seller
        largestOutsiderGain = worst.outsider
        holds = worst.seller >= -1e-12 * paid && worst.outsider < 1e-12 * max(paid, .leastNormalMagnitude)
    }
}
