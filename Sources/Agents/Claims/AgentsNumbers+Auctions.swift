import NumericCore

extension AgentsNumbers {
    /// The auction in closed form, bids that nobody expects to be known, and auctions on a grid.
    static func auctions() throws -> [CheckedNumber] { closedForm() + unanticipated() + (try gridAuction()) }

    /// Two bidders of value 0 or 1, equally likely, told each other's value with accuracy q.
    private static func closedForm() -> [CheckedNumber] {
        let name = "binary auction"
        let half = ExactNumber(Rational(1, 2))
        func auction(_ accuracy: Rational, _ assisted: (Bool, Bool) = (true, true)) -> BinaryAuction? {
            BinaryAuction(highProbability: half, accuracy: accuracy.number, assisted: assisted)
        }
        var rows: [CheckedNumber] = []
        let surpluses = [
            (Rational(1, 2), 1.0 / 4), (Rational(3, 5), 21.0 / 76), (Rational(3, 4), 15.0 / 52), (Rational(9, 10), 99.0 / 364), (Rational(1), 1.0 / 4),
        ]
        for (accuracy, surplus) in surpluses {
            for bidder in [0, 1] {
                let statement = "surplus at accuracy \(accuracy), bidder \(bidder + 1)"
                rows.append(row(name, statement, surplus, auction(accuracy)?.surplus[bidder]))
            }
        }
        for (accuracy, revenue) in [(Rational(1, 2), 1.0 / 4), (Rational(3, 4), 9.0 / 52), (Rational(1), 1.0 / 4)] {
            rows.append(row(name, "revenue at accuracy \(accuracy)", revenue, auction(accuracy)?.revenue))
        }
        // At h = 1/2 and q = 3/4: sL = 1/2, piL = 1/4, piH = 3/4.
        let (piL, piH, q) = (Rational(1, 4), Rational(3, 4), Rational(3, 4))
        let both = auction(q)
        let one = Rational(1)
        let bL = piL * (one - q) / (one - piL * q)
        let surplusAfterHigh = (one - bL) * (one - piH * q)
        let gain = ((both?.surplus[0].exact ?? .undefined) / Rational(1, 4) - one) * Rational(100)
        rows += [
            row(name, "largest bid after low at accuracy 3/4 against piL(1-q)/(1-piL q)", bL.double, both?.topLow),
            row(name, "largest bid at accuracy 3/4 against 1 - (1-bL)(1-piH q)", (one - surplusAfterHigh).double, both?.topHigh),
            CheckedNumber(
                subject: name, statement: "signals of accuracy 3/4 raise surplus, per cent", source: .derived, claimed: 15, found: gain.double,
                tolerance: 0.5),
        ]
        let alone = auction(q, (true, false))
        rows += [
            row(name, "accuracy 3/4, one informed: surplus of the informed", 9.0 / 28, alone?.surplus[0]),
            row(name, "accuracy 3/4, one informed: surplus of the other", 15.0 / 56, alone?.surplus[1]),
            row(name, "accuracy 3/4, one informed: largest bid after low", 1.0 / 7, alone?.topLow),
            row(name, "accuracy 3/4, one informed: largest bid", 13.0 / 28, alone?.topHigh),
            row(name, "accuracy 3/4, one informed: probability of bidding 0", 2.0 / 7, alone?.massAtZero),
        ]
        return rows
    }

    /// Two bidders with values uniform on [0, 1], who bid half of them as is best while nobody knows anything; one of them then learns the
    /// other's value without the other's expecting it.
    private static func unanticipated() -> [CheckedNumber] {
        let name = "uniform values"
        let most = (0...40).flatMap { step in (0...40).map { (Rational(step, of: 40), Rational($0, of: 40)) } }.map { value, bid in
            UniformAuction.gain(value: value, bid: bid) - UniformAuction.gain(value: value, bid: value * Rational(1, 2))
        }.max()
        return [
            row(name, "surplus where nobody knows anything", 1.0 / 6, UniformAuction.plainSurplus.number),
            row(name, "surplus of one who knows the other's value, unexpectedly", 7.0 / 24, UniformAuction.informedSurplus.number),
            row(name, "most that any bid of a grid gains over half the value", 0, most?.number),
        ]
    }

    /// A first-price auction between two bidders of value 2 or 4, equally likely, who bid 0, 1 or 2 and toss a coin where they tie;
    /// assistants know the other's value.
    static func gridAuctionGame() throws(FieldError) -> AssistedGame {
        let (values, bids) = ([2, 4], [0, 1, 2])
        var states: [(name: String, probability: ExactNumber)] = []
        var payoffs: [[[ExactNumber]]] = [[], []]
        for first in values {
            for second in values {
                states.append(("\(first),\(second)", ExactNumber(Rational(1, 4))))
                func row(_ payoff: (Int, Int) -> Rational) -> [ExactNumber] { bids.flatMap { b in bids.map { payoff(b, $0).number } } }
                func gain(_ value: Int, _ own: Int, _ other: Int) -> Rational {
                    own < other ? Rational(0) : own > other ? Rational(value - own) : Rational(value - own) * Rational(1, 2)
                }
                payoffs[0].append(row { gain(first, $0, $1) })
                payoffs[1].append(row { gain(second, $1, $0) })
            }
        }
        let own = [[0, 0, 1, 1], [0, 1, 0, 1]]
        let names = bids.map(String.init)
        return try AssistedGame(
            players: ["bidder 1", "bidder 2"], actions: [names, names], states: states, payoffs: payoffs, information: own,
            assistants: [Assistant(information: own[1]), Assistant(information: own[0])])
    }

    private static func gridAuction() throws -> [CheckedNumber] {
        let name = "auction on a grid"
        let game = try gridAuctionGame()
        let without = try outcomes(game.keeping(assistantsOf: []), .pure)
        let with = try solve(game, settings: AssistedSettings(concept: .pure))
        let gains = with.equilibria.flatMap(\.payoffs).compactMap(\.exact)
        var rows = [row(name, "pure outcomes without assistants", 3, count(without.count))]
        for (place, payoff) in [1.0, 7.0 / 8, 1.0 / 2].enumerated() {
            rows += pair(name, "pure outcome \(place + 1) without", [payoff, payoff], place < without.count ? without[place] : nil)
        }
        return rows + [
            row(name, "pure equilibria with assistants", 12, count(with.equilibria.count)),
            row(name, "least payoff with assistants", 0.5, gains.min()?.number),
            row(name, "largest payoff with assistants", 1, gains.max()?.number),
        ]
    }
}

extension Rational {
    /// step/steps.
    fileprivate init(_ step: Int, of steps: Int) { self.init(Int128(step), Int128(steps)) }
}
