import NumericCore
import Testing

@testable import Persuasion

/// Several types under one public message against another solver over all action vectors, and against what is known of special cases.
@Suite struct PublicPersuasionTests {
    static func draw(_ seed: UInt64, types: Int, states: Int, actions: Int, most: Int = 7) throws -> PublicPersuasion {
        var random = PlainRandom(seed: seed)
        func parts(_ count: Int) -> [Double] {
            let weights = (0..<count).map { _ in Double(1 + random.below(5)) }
            let sum = weights.reduce(0, +)
            return weights.map { $0 / sum }
        }
        func matrix() -> [[Double]] { (0..<states).map { _ in (0..<actions).map { _ in Double(random.below(most)) } } }
        return try PublicPersuasion(types: parts(types).map { .init(weight: $0, prior: parts(states)) }, sender: matrix(), receiver: matrix())
    }

    @Test func agreesWithAnotherSolver() throws {
        for (seed, value) in PublicOptima.values.enumerated() {
            let found = try Self.draw(UInt64(seed), types: 1 + seed % 3, states: 2 + seed % 2, actions: 2 + seed / 2 % 2).solve()
            #expect(found.isCertified, "seed \(seed): \(found.reason ?? "")")
            #expect(abs((found.value ?? .nan) - value) <= 1e-9, "seed \(seed)")
        }
        #expect(PublicOptima.values.count == 60)
    }

    @Test func oneTypeIsAFiniteProblem() throws {
        for seed in 100..<130 as Range<UInt64> {
            let problem = try Self.draw(seed, types: 1, states: 3, actions: 4)
            let alone = try FinitePersuasion(prior: problem.types[0].prior, sender: problem.sender, receiver: problem.receiver).solve()
            #expect(abs((problem.solve().value ?? .nan) - alone.certificate.value) <= 1e-10, "seed \(seed)")
        }
    }

    /// A good that is worth having in one state of two: the closed form, and n + 1 vectors where no two types are alike.
    @Test func twoStatesAndTwoActionsArePrivateTypes() throws {
        for seed in 200..<220 as Range<UInt64> {
            let types = try PlainPersuasion.draw(seed, most: 8, grid: 1000)
            let problem = try PublicPersuasion(
                types: zip(types.weights, types.probabilities).map { .init(weight: $0, prior: [1 - $1, $1]) }, sender: [[0, 1], [0, 1]],
                receiver: [[0, -1], [0, 1]])
            let found = problem.solve()
            #expect(found.isCertified && abs((found.value ?? .nan) - types.pooledPolicy().value) <= 1e-12, "seed \(seed)")
            if Set(types.probabilities).count == types.count, types.probabilities.allSatisfy({ $0 > 0 && $0 < 1 }) { #expect(found.vectors == types.count + 1) }
        }
    }

    /// A certificate without a vector, with a false refutation, with another policy or other prices is none.
    @Test func falseCertificatesAreSeen() throws {
        let problem = try PublicPersuasion(
            types: [.init(weight: 0.5, prior: [0.8, 0.2]), .init(weight: 0.5, prior: [0.6, 0.4])], sender: [[0, 1], [0, 1]], receiver: [[0, -1], [0, 1]])
        let found = problem.solve()
        let right = try #require(found.certificate)
        #expect(found.isCertified && abs(right.value - 0.475) <= 1e-14 && found.vectors == 3)
        func isCertified(
            _ messages: [PublicMessage]? = nil, prices: [Double]? = nil, vectors: [[Int]]? = nil, multipliers: [[PublicMultiplier]]? = nil,
            excluded: [ExcludedVector]? = nil
        ) -> Bool {
            PublicCertificate(
                of: problem, messages: messages ?? found.messages, excessPrices: prices ?? right.excessPrices, vectors: vectors ?? right.vectors,
                multipliers: multipliers ?? right.multipliers, excluded: excluded ?? right.excluded
            ).isCertified()
        }
        #expect(isCertified())
        #expect(!isCertified([PublicMessage(actions: [1, 1], probabilities: [1, 1])]))
        #expect(!isCertified([PublicMessage(actions: [0, 0], probabilities: [1, 1])]))
        #expect(!isCertified(Array(found.messages.dropLast())))
        for change in [1e-6, -1e-6] { #expect(!isCertified(prices: [right.excessPrices[0] + change, right.excessPrices[1]])) }
        #expect(!isCertified(vectors: Array(right.vectors.dropLast()), multipliers: Array(right.multipliers.dropLast())))
        #expect(!isCertified(multipliers: right.multipliers.map { _ in [] }))
        #expect(!isCertified(excluded: []))
        #expect(!isCertified(excluded: right.excluded.map { ExcludedVector(actions: $0.actions, multipliers: []) }))
        #expect(!isCertified(excluded: right.excluded + [ExcludedVector(actions: [1], multipliers: [.init(type: 0, instead: 0, multiplier: 1)])]))
    }

    @Test func limitsAndInterruption() throws {
        #expect(throws: FieldError(field: "types", expected: "at least one type", found: "none")) {
            try PublicPersuasion(types: [], sender: [[1]], receiver: [[1]])
        }
        #expect(throws: FieldError(field: "types[0].prior", expected: "numbers with sum 1", found: "sum 0.5")) {
            try PublicPersuasion(types: [.init(weight: 1, prior: [0.5])], sender: [[1]], receiver: [[1]])
        }
        var settings = PersuasionSettings()
        settings.isCancelled = { true }
        let stopped = try Self.draw(1, types: 2, states: 2, actions: 2).solve(watch: PersuasionWatch(settings))
        #expect(stopped.reason == "interrupted" && !stopped.isCertified && stopped.value == nil && stopped.certificate == nil)
    }

    /// Types that believe the same are solved as one: their vectors would be 2^11.
    @Test func equalTypesAreJoined() throws {
        let equal = PublicPersuasion.Receiver(weight: 1.0 / 11, prior: [0.7, 0.3])
        let doubtless = PublicPersuasion.Receiver(weight: 1.0 / 24, prior: [1, 0])
        for (types, value) in [
            (Array(repeating: equal, count: 11), 0.6),
            (Array(repeating: doubtless, count: 12) + [.init(weight: 0.5, prior: [0.7, 0.3])], 0.3),
        ] {
            let problem = try PublicPersuasion(types: types, sender: [[0, 1], [0, 1]], receiver: [[0, -1], [0, 1]])
            let found = problem.solve()
            #expect(found.isCertified && abs((found.value ?? .nan) - value) <= 1e-12, "\(found.reason ?? "") \(found.value ?? .nan)")
            #expect(found.messages.allSatisfy { $0.actions.count == types.count } && problem.joined.problem.types.count <= 2)
        }
    }

    /// What all payoffs have in common hides nothing: two types, both convinced by one message or the more willing one alone.
    @Test(arguments: [0, 1e9, 1e12, 1e15, 1e16]) func commonPayoffsLeaveTheOptimum(common: Double) throws {
        let step = max(1, common.ulp)
        let problem = try PublicPersuasion(
            types: [.init(weight: 0.3, prior: [0.6, 0.4]), .init(weight: 0.7, prior: [0.7, 0.3])],
            sender: [[common, common + step], [common, common + step]], receiver: [[0, -1], [0, 1]])
        let best = try PrivateTypes(probabilities: [0.3, 0.4], weights: [0.7, 0.3]).pooledPolicy().value * step
        let found = problem.solve()
        let certificate = try #require(found.certificate)
        #expect(found.isCertified && abs(certificate.excessValue - best) <= 1e-12 * step, "\(certificate.excessValue)")
        #expect(certificate.value == common + best || abs(certificate.value - common - best) <= certificate.valueError)
        #expect(certificate.valueError <= 1e-12 * step + common.ulp)
    }

    /// What a vector takes over from its beginning, rows and solution, changes nothing: every vector against a program of its own.
    @Test func beginningsAreShared() throws {
        for seed in 300..<330 as Range<UInt64> {
            let problem = try Self.draw(seed, types: 2 + Int(seed % 3), states: 2 + Int(seed % 2), actions: 2 + Int(seed / 2 % 2))
            let found = SupportedVectors(of: problem, watch: .none)
            #expect(found.reason == nil)
            var all: [[Int]] = [[]]
            for _ in problem.types { all = all.flatMap { vector in (0..<problem.actions).map { vector + [$0] } } }
            let supported = all.filter { vector in
                let rows = vector.enumerated().flatMap { problem.scaledRows($0, $1).map(\.row) }
                let program = ObedienceProgram(
                    masses: problem.sender.map { _ in 1 }, payoffs: problem.sender.map { _ in [0, 1] }, rows: [[], rows])
                return program.solve().solutions[0].masses.contains { $0[1] >= 0.5 }
            }
            #expect(found.vectors == supported, "seed \(seed)")
        }
    }

    /// 40 types and 3 actions: more than any plain enumeration would reach.
    @Test func manyTypesAreCertified() throws {
        var random = PlainRandom(seed: 400)
        let payoffs = (0..<2).map { _ in (0..<2).map { _ in (0..<3).map { _ in random.unit() } } }
        let likely = (0..<40).map { Double(1 + $0) / 42 }
        let problem = try PublicPersuasion(
            types: likely.map { .init(weight: 1.0 / 40, prior: [1 - $0, $0]) }, sender: payoffs[0], receiver: payoffs[1])
        let found = problem.solve()
        #expect(found.isCertified && found.vectors > 40, "\(found.reason ?? "") \(found.vectors)")
    }

    /// Receivers who do not care can be told anything: 2^11 vectors are too many, and the search says so in place of an answer.
    @Test func moreVectorsThanAreKeptAreRefused() throws {
        func indifferent(_ types: Int) throws -> OptimalPublicPersuasion {
            let likely = (0..<types).map { Double(1 + $0) / Double(types + 1) }
            return try PublicPersuasion(
                types: likely.map { .init(weight: 1 / Double(types), prior: [1 - $0, $0]) }, sender: [[0, 1], [0, 1]], receiver: [[0, 0], [0, 0]]
            ).solve()
        }
        let most = 2000
        let refused = try indifferent(11)
        #expect(refused.reason == "more than \(most) action vectors are supported by some message" && !refused.isCertified)
        #expect(refused.vectors == most + 1 && refused.value == nil && refused.certificate == nil && refused.messages.isEmpty)
        let text = PersuasionResultFile.text(.publicMessage(refused), name: nil)
        #expect(text.contains("\"not-certified\"") && text.contains("more than \(most) action vectors") && text.contains("\"value\": null"))
        #expect(!PersuasionResult.publicMessage(refused).isWhole)
        let answered = try indifferent(7)
        #expect(answered.isCertified && answered.vectors == 128 && abs((answered.value ?? .nan) - 1) <= 1e-12)
        // More types than are taken are an error of the input.
        let crowd = (0...PublicPersuasion.mostTypes).map { _ in PublicPersuasion.Receiver(weight: 1 / Double(PublicPersuasion.mostTypes + 1), prior: [1]) }
        #expect(throws: FieldError(field: "types", expected: "at most 200 types under one public message", found: "201")) {
            try PublicPersuasion(types: crowd, sender: [[1]], receiver: [[1]])
        }
    }
}
