extension Sensitivity {
    /// A number that follows from an equilibrium and the contest's parameters, and how: J(x, s, theta) by its partial derivatives.
    ///
    /// ```swift
    /// let sensitivity = try Sensitivity(of: equilibrium, in: contest)
    /// try sensitivity.gradient(of: .welfare).parameters.alpha        // dJ/dalpha_k
    /// let half = Sensitivity.Outcome(name: "half of news") { at in
    ///     .init(value: at.totals[1] / 2, totals: [0, 0.5])
    /// }
    /// ```
    public struct Outcome: Sendable {
        /// What it is called in tables and files.
        public let name: String
        private let evaluate: @Sendable (Sensitivity) -> Partials

        /// Value and partial derivatives of an outcome. Efforts and totals count as independent of each other: what depends on
        /// s through the sum of efforts stands in `totals` alone.
        public struct Partials: Sendable {
            /// J
            public var value: Double
            /// dJ/dx_ik of every cell in the contest's layout, totals fixed; nil: all 0.
            public var efforts: [Double]?
            /// dJ/ds_k, K values.
            public var totals: [Double]
            /// dJ/dtheta at fixed efforts and totals; nil: all 0.
            public var parameters: ParameterDerivatives?

            /// Partial derivatives; those left out are 0.
            public init(value: Double, efforts: [Double]? = nil, totals: [Double], parameters: ParameterDerivatives? = nil) {
                self.value = value
                self.efforts = efforts
                self.totals = totals
                self.parameters = parameters
            }
        }

        /// An outcome of one's own: `partials` is handed the equilibrium (contest, efforts, totals, capacity prices).
        /// - Precondition: what it returns has one value per topic and, where given, per cell.
        public init(name: String, partials: @escaping @Sendable (Sensitivity) -> Partials) {
            self.name = name
            evaluate = partials
        }

        func partials(at sensitivity: Sensitivity) -> Partials {
            let partials = evaluate(sensitivity)
            let contest = sensitivity.contest
            precondition(partials.totals.count == contest.topics, "\(name): \(contest.topics) topics, \(partials.totals.count) derivatives")
            precondition(
                partials.efforts.map { $0.count == contest.layout.cells } ?? true,
                "\(name): \(contest.layout.cells) cells, \(partials.efforts?.count ?? 0) derivatives")
            return partials
        }

        /// sum_k s_k
        public static let totalEffort = Outcome(name: "total-effort") { at in
            Partials(value: at.totals.reduce(0, +), totals: at.totals.map { _ in 1 })
        }

        /// s_k
        /// - Precondition: the contest has such a topic.
        public static func total(topic: Int) -> Outcome {
            Outcome(name: "total:\(topic)") { at in
                Partials(value: at.totals[topic], totals: at.totals.indices.map { $0 == topic ? 1 : 0 })
            }
        }

        /// GenAI's share of all content: G/(G + S), G = sum_k M alpha_k s_k^bt_k, S = sum_k s_k. 0 where there is no content.
        public static let genAIShare = Outcome(name: "genai-share") { at in
            let contest = at.contest
            let outputs = at.totals.indices.map { GenAIResponse(contest.topicForDerivatives($0), at: at.totals[$0]) }
            let genAI = outputs.reduce(0) { $0 + $1.value }
            let human = at.totals.reduce(0, +)
            let all = genAI + human
            var parameters = ParameterDerivatives(zerosFor: contest)
            guard all > 0 else { return Partials(value: 0, totals: at.totals.map { _ in 0 }, parameters: parameters) }
            let (ofGenAI, ofHuman) = (human / all / all, -genAI / all / all)
            for (k, output) in outputs.enumerated() {
                parameters.alpha[k] = contest.competition == .humanOnly ? 0 : ofGenAI * output.strength
                parameters.beta[k] = ofGenAI * output.beta
                parameters.gamma[k] = ofGenAI * output.gamma
            }
            return Partials(value: genAI / all, totals: outputs.map { ofGenAI * $0.total + ofHuman }, parameters: parameters)
        }

        /// Utilities of all creators added up: sum_i (sum_k x_ik P_k - what i's efforts cost). GenAI's income and what attention is
        /// worth to those who pay it are not in it.
        public static let welfare = Outcome(name: "welfare") { at in
            at.utilityPartials(weights: [Double](repeating: 1, count: at.contest.creators))
        }

        /// The utility of one creator.
        /// - Precondition: the contest has such a creator.
        public static func utility(creator: Int) -> Outcome {
            Outcome(name: "utility:\(creator)") { at in
                precondition(creator >= 0 && creator < at.contest.creators, "no creator \(creator)")
                return at.utilityPartials(weights: (0..<at.contest.creators).map { $0 == creator ? 1 : 0 })
            }
        }

        /// sum_i weights_i u_i
        /// - Precondition: one weight per creator.
        public static func utilities(weights: [Double]) -> Outcome {
            Outcome(name: "utilities") { at in
                precondition(weights.count == at.contest.creators, "\(at.contest.creators) creators, \(weights.count) weights")
                return at.utilityPartials(weights: weights)
            }
        }
    }
}
