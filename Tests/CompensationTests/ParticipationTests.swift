@testable import Compensation
import Foundation
import NumericCore
import Testing

@Suite struct ParticipationTests {
    /// A game of up to 12 producers drawn from a seed: abundant or scarce data, equal or different sizes.
    struct Drawn {
        let supply: Supply
        let payment: UnitPayment

        init(seed: UInt64, count: Int? = nil) throws {
            let random = CounterRandom(seed: seed, stream: 3)
            let n = count ?? 1 + Int(random.unit(at: 0) * 12)
            let curve = Economies.curves[Int(random.unit(at: 1) * 6)]
            let value = try #require(Economies.value(curve))
            let size = random.logUniform(in: 1e8...2e11, at: 2)
            let spread = random.unit(at: 3) < 0.5 ? 1 : 20.0
            let tokens = (0..<n).map { size * random.logUniform(in: 1...spread.nextUp, at: 100 + UInt64($0)) }
            let isMarginal = random.unit(at: 4) < 0.3
            payment = try UnitPayment(value: value, share: isMarginal ? nil : 0.2)
            let total = tokens.reduce(0, +)
            let unit = max(payment(total), payment(total / 3), 1e-12)
            supply = try Supply(tokens: tokens, reservations: (0..<n).map { tokens[$0] * unit * random.logUniform(in: 0.1...3, at: 500 + UInt64($0)) })
        }
    }

    private static func isEquilibrium(_ sells: [Bool], _ game: Drawn) -> Bool {
        let data = sells.indices.reduce(0.0) { sells[$1] ? $0 + game.supply.tokens[$1] : $0 }
        return sells.indices.allSatisfy { i in
            let rho = game.supply.reservations[i] / game.supply.tokens[i]
            return sells[i] ? game.payment(data) >= rho * (1 - 1e-12) : game.payment(data + game.supply.tokens[i]) < rho * (1 + 1e-12)
        }
    }

    /// One exists in every drawn game; where pay never falls all lie between the smallest and the largest.
    @Test(arguments: 0..<150) func equilibriaOfRandomGames(seed: Int) throws {
        let game = try Drawn(seed: UInt64(seed))
        let found = Participation(of: game.supply, game.payment)
        #expect(!found.equilibria.isEmpty)
        let members = found.equilibria.map { $0.members(of: game.supply) }
        for (equilibrium, list) in zip(found.equilibria, members) {
            #expect(equilibrium.certificate.holds)
            #expect(Self.isEquilibrium(game.supply.tokens.indices.map { list.contains($0) }, game))
        }
        // Threshold sets by the search for many producers are among all sets.
        let paid = game.supply.payments(game.payment, Workers(threads: 1))
        for k in ThresholdSets(game.supply, game.payment, paid).equilibria() {
            #expect(members.contains(game.supply.order.prefix(k).map(Int.init).sorted()))
        }
        let cheapest = (0...game.supply.count).filter { k in members.contains(game.supply.order.prefix(k).map(Int.init).sorted()) }
        #expect(cheapest == ThresholdSets(game.supply, game.payment, paid).equilibria())
        guard let extremes = found.extremes else { return }
        let (least, most) = (Set(extremes.smallest.members(of: game.supply)), Set(extremes.largest.members(of: game.supply)))
        #expect(members.contains(least.sorted()) && members.contains(most.sorted()))
        for list in members { #expect(least.isSubset(of: list) && most.isSuperset(of: list)) }
    }

    /// Market points satisfy their definition, stability is the sign of what follows a step aside, and there is at least one.
    @Test(arguments: 0..<150) func marketPointsOfRandomGames(seed: Int) throws {
        let game = try Drawn(seed: UInt64(seed))
        let points = game.supply.marketPoints(game.payment)
        #expect(!points.isEmpty)
        let prices = zip(game.supply.tokens, game.supply.reservations).map { $1 / $0 }
        func supplied(_ price: Double, _ isIn: (Double, Double) -> Bool) -> Double {
            zip(game.supply.tokens, prices).reduce(0) { isIn($1.1, price) ? $0 + $1.0 : $0 }
        }
        for point in points where point.tokens > 0 {
            let paid = game.payment(point.tokens)
            // Beside a steep cut an unstable point is as uncertain as its place.
            let isJump = point.stable && abs(paid - point.unitPayment) > 1e-9 * point.unitPayment
            if isJump {
                #expect(game.payment(point.tokens * (1 - 1e-9)) >= point.unitPayment && game.payment(point.tokens * (1 + 1e-9)) <= point.unitPayment)
            }
            let tolerance = 1e-9 * game.supply.total
            #expect(point.tokens <= supplied(point.unitPayment * (1 + 1e-9), <=) + tolerance)
            #expect(point.tokens >= supplied(point.unitPayment * (1 - 1e-9), <) - tolerance)
        }
        // Between two stable points lies what separates them, or a jump upwards that no price crosses.
        let stable = points.map(\.stable)
        if game.payment.share != nil {
            for (a, b) in zip(stable, stable.dropFirst()) { #expect(a != b) }
        }
        #expect(points.map(\.tokens) == points.map(\.tokens).sorted())
    }

    /// By brute force over a fine grid no root is missing, and none is invented.
    @Test(arguments: 0..<60) func noRootIsMissed(seed: Int) throws {
        let game = try Drawn(seed: UInt64(1000 + seed))
        guard game.payment.share != nil else { return }
        var crossings = 0
        var before = 0.0
        for place in 0..<game.supply.count {
            let (low, high) = (before, game.supply.cumulative[place])
            let price = game.supply.unitReservations[place]
            var sign = game.payment(max(low, 1)) > price
            for step in 1..<4000 {
                let data = low + (high - low) * Double(step) / 4000
                let now = game.payment(data) > price
                if now != sign { crossings += 1 }
                sign = now
            }
            before = high
        }
        let interior = game.supply.marketPoints(game.payment).count { point in
            point.tokens > 0 && !game.supply.cumulative.contains { abs($0 - point.tokens) <= 1e-9 * $0 }
        }
        #expect(abs(interior - crossings) <= 1 && (interior - crossings) % 2 == 0 || interior == crossings)
    }

    @Test func resultsDoNotDependOnThreads() throws {
        let game = try Drawn(seed: 5, count: 3000)
        let (one, four) = (Participation(of: game.supply, game.payment, threads: 1), Participation(of: game.supply, game.payment, threads: 4))
        #expect(one.searched == .thresholdSets)
        #expect(one.marketPoints == four.marketPoints && one.equilibria.map(\.count) == four.equilibria.map(\.count))
        #expect(one.equilibria.map(\.certificate) == four.equilibria.map(\.certificate))
        let value = game.payment.value
        #expect(try PostedPrice(of: game.supply, value, threads: 1) == PostedPrice(of: game.supply, value, threads: 4))
    }

    /// Those who ask nothing always sell, also where nothing is paid.
    @Test func dataGivenAway() throws {
        let value = try #require(Economies.linear)
        let payment = try UnitPayment(value: value, share: 0.2)
        let supply = try Supply(tokens: [1e6, 1e12], reservations: [0, 1e12])
        let found = Participation(of: supply, payment)
        #expect(found.equilibria.map { $0.members(of: supply) } == [[0]] && found.equilibria[0].unitPayment == 0)
        #expect(found.marketPoints == [MarketPoint(tokens: 1e6, unitPayment: 0, stable: true)])
        let all = Participation(of: try Supply(tokens: [1e11, 1e12], reservations: [0, 0]), payment)
        #expect(all.equilibria.map(\.count) == [2] && all.marketPoints.map(\.tokens) == [1.1e12] && all.marketPoints[0].stable)
        let idle = Participation(of: supply, try UnitPayment(value: value, share: 0))
        #expect(idle.equilibria.map { $0.members(of: supply) } == [[0]])
    }

    /// Producers without tokens are ignored if they ask nothing, and refused otherwise.
    @Test func producersWithoutTokens() throws {
        let value = try #require(Economies.linear)
        let supply = try Supply(tokens: [0, 1.4e12], reservations: [0, 1e6])
        #expect(supply.count == 1 && supply.order == [1])
        let found = Participation(of: supply, try UnitPayment(value: value, share: 0.2))
        #expect(found.equilibria.last?.payments(of: supply)[0] == 0)
        #expect(throws: FieldError(field: "producers.reservations[0]", expected: "0 for a producer without tokens", found: "5.0")) {
            try Supply(tokens: [0, 1], reservations: [5, 1])
        }
        for (tokens, reservations) in [([-1.0, 1], [0.0, 0]), ([1, .nan], [0, 0]), ([1, 1], [0, -1]), ([1, 1], [0, .infinity]), ([1], [0, 0])] {
            #expect(throws: FieldError.self) { try Supply(tokens: tokens, reservations: reservations) }
        }
    }

    /// Equal reservations come in together at a corner; the market may split them.
    @Test func equalReservations() throws {
        let value = try #require(Economies.linear)
        let payment = try UnitPayment(value: value, share: 0.2)
        let price = payment(9e11)
        let supply = try Supply(tokens: [Double](repeating: 1e11, count: 14), reservations: [Double](repeating: 1e11 * price, count: 14))
        let points = supply.marketPoints(payment)
        #expect(points.count == 3 && points[2].stable && abs(points[2].tokens - 9e11) < 1 && points[2].unitPayment == supply.unitReservations[0])
        #expect(supply.order == Array(0..<14))
    }

    /// The order is that of the reservations a token, of any size; equal ones stay.
    @Test func theOrderIsSorted() throws {
        let random = CounterRandom(seed: 2, stream: 2)
        let tokens = (0..<5000).map { random.logUniform(in: 1e-3...1e12, at: UInt64($0)) }
        var reservations = [Double](repeating: 0, count: 5000)
        for index in 0..<5000 where index % 7 != 0 {
            let drawn = random.logUniform(in: 1e-200...1e200, at: UInt64(9000 + index))
            reservations[index] = index % 11 == 0 ? 2 * tokens[index] : drawn
        }
        let supply = try Supply(tokens: tokens, reservations: reservations)
        let prices: [Double] = zip(tokens, reservations).map { $1 / $0 }
        let order: [Int] = prices.indices.sorted { a, b in (prices[a], a) < (prices[b], b) }
        #expect(supply.order.map { Int($0) } == order)
        #expect(supply.unitReservations == order.map { prices[$0] })
    }

    /// No offer on a grid of prices and data beats the posted one.
    @Test(arguments: 0..<80) func postedPricesAreBest(seed: Int) throws {
        let game = try Drawn(seed: UInt64(3000 + seed))
        let value = game.payment.value
        let floor = seed % 2 == 0 ? 0 : game.supply.unitReservations[game.supply.count / 2] * 1.1
        let posted = try PostedPrice(of: game.supply, value, floor: floor)
        #expect(posted.price >= floor && posted.tokens <= posted.offered && posted.rationing <= 1)
        #expect(abs(value.profit(posted.tokens) - posted.price * posted.tokens - posted.buyerProfit) <= 1e-9 * abs(posted.buyerProfit) + 1e-9)
        for price in [floor] + game.supply.unitReservations.filter({ $0 > floor }) {
            let offered = game.supply.tokens(ofCheapest: game.supply.sellers(at: price))
            for step in 0...400 {
                let data = offered * Double(step) / 400
                #expect(value.profit(data) - price * data <= posted.buyerProfit * (1 + 1e-12) + 1e-9)
            }
        }
    }

    @Test func prices() throws {
        let value = try #require(Economies.linear)
        #expect(throws: FieldError.self) { try UnitPayment(value: value, share: -0.1) }
        #expect(throws: FieldError.self) { try UnitPayment(value: value, share: 0.1, models: .nan) }
        let supply = try Supply(tokens: [1e12], reservations: [1e20])
        #expect(throws: FieldError.self) { try PostedPrice(of: supply, value, floor: -1) }
        let none = try PostedPrice(of: supply, value)
        #expect(none.tokens == 0 && none.buyerProfit == 0 && none.rationing == 1)
        let marginal = try UnitPayment(value: value, share: nil)
        #expect(marginal(0) == 0 && abs(marginal(1.4e12) / 3.068744726873407e-05 - 1) < 1e-9)
    }

    /// Many producers whose pay rises: the smallest and the largest equilibrium, and the threshold sets between.
    @Test func manyProducersOfScarceData() throws {
        let value = try #require(Economies.scarce)
        let payment = try UnitPayment(value: value, share: 0.2)
        let n = 4000
        let tokens = (0..<n).map { _ in 4.8e9 / Double(n) }
        let level = payment(4.8e9) * 0.8
        let found = Participation(of: try Supply(tokens: tokens, reservations: tokens.map { $0 * level }), payment)
        #expect(found.unitPaymentRises)
        let extremes = try #require(found.extremes)
        #expect(extremes.largest.count == n && extremes.smallest.count == 0)
        #expect(found.equilibria.map(\.count) == [0, n])
    }
}
