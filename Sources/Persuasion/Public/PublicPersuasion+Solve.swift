extension PublicPersuasion {
    /// An optimal public policy with a proof.
    ///
    /// First the action vectors that some message supports, at most ``SupportedVectors/most``; then the linear program over x(m | w) of those.
    /// Types of equal beliefs are solved as one: whatever a message leaves one of them indifferent between it leaves the others, and what the sender
    /// prefers of that is the same for all. The certificate is of the problem so joined (``joined``), messages say what each type does.
    /// - Parameter watch: asked before every vector and every pivot; a search that ends early has no policy, but the reason.
    /// - Complexity: at most types x actions small programs for each vector, then pivots of O(states x vectors x rows).
    public func solve(watch: PersuasionWatch = .none) -> OptimalPublicPersuasion {
        let (joined, places) = self.joined
        guard joined.types.count < types.count else { return solveApart(watch) }
        let found = joined.solveApart(watch)
        let messages = found.messages.map { message in
            PublicMessage(actions: places.map { message.actions[$0] }, probabilities: message.probabilities)
        }
        return OptimalPublicPersuasion(
            messages: messages, certificate: found.certificate, vectors: found.vectors, pivots: found.pivots, reason: found.reason)
    }

    /// The problem with types of equal beliefs joined, and the place of each type in it.
    var joined: (problem: PublicPersuasion, places: [Int]) {
        var (kept, place, places) = ([Receiver](), [[Double]: Int](), [Int]())
        for type in types {
            if let at = place[type.prior] {
                kept[at] = Receiver(weight: kept[at].weight + type.weight, prior: type.prior)
                places.append(at)
            } else {
                place[type.prior] = kept.count
                places.append(kept.count)
                kept.append(type)
            }
        }
        return (PublicPersuasion(checked: kept, sender: sender, receiver: receiver), places)
    }

    private func solveApart(_ watch: PersuasionWatch) -> OptimalPublicPersuasion {
        let states = sender.indices
        let supported = SupportedVectors(of: self, watch: watch)
        let vectors = supported.vectors
        guard supported.reason == nil, !vectors.isEmpty else {
            return OptimalPublicPersuasion(
                messages: [], certificate: nil, vectors: vectors.count, pivots: 0, reason: supported.reason ?? "rounding left no message that is obeyed")
        }
        let payoffs = states.map { state in vectors.map { excess(state, $0) } }
        let unit = payoffs.map { ($0.max() ?? 0) - ($0.min() ?? 0) }.max() ?? 0
        let senderUnit = unit > 0 ? unit : 1
        // Vectors share the rows of what a type is told.
        let scaled = types.indices.map { type in (0..<actions).map { scaledRows(type, $0) } }
        let program = ObedienceProgram(
            masses: states.map { _ in 1 },
            payoffs: payoffs.map { row in row.map { ($0 - (row.min() ?? 0)) / senderUnit } },
            rows: vectors.map { vector in vector.enumerated().flatMap { scaled[$0][$1].map(\.row) } })
        let search = program.solve(watch: watch)
        let judge = { (solutions: [ObedienceProgram.Solution]) in judged(solutions, supported, payoffs, scaled, senderUnit) }
        var (best, pivots) = (judge(search.solutions), search.pivots)
        if best?.certificate.isCertified() != true, watch.end == .complete, program.isSmall,
            let exact = ExactDictionary.solution(of: program, watch: watch) {
            pivots += exact.pivots
            if let better = judge([exact.solution]), better.certificate.isCertified() { best = better }
        }
        let isCertified = best?.certificate.isCertified() == true
        let failure = isCertified ? nil : search.reason ?? (best == nil ? "no policy" : "rounding left a policy that its certificate does not confirm")
        return OptimalPublicPersuasion(
            messages: best?.messages ?? [], certificate: best?.certificate, vectors: vectors.count, pivots: pivots,
            reason: watch.end == .complete ? failure : watch.end.reason)
    }

    /// The first policy that its certificate confirms, else the first.
    private func judged(
        _ solutions: [ObedienceProgram.Solution], _ supported: SupportedVectors, _ payoffs: [[Double]], _ scaled: [[[ScaledRow]]], _ senderUnit: Double
    ) -> (messages: [PublicMessage], certificate: PublicCertificate)? {
        let vectors = supported.vectors
        var first: (messages: [PublicMessage], certificate: PublicCertificate)?
        for solution in solutions {
            var multipliers = vectors.map { _ in [PublicMultiplier]() }
            for (name, value) in solution.multipliers.sorted(by: { ($0.key.message, $0.key.row) < ($1.key.message, $1.key.row) }) where value > 0 {
                let (type, at) = name.row.quotientAndRemainder(dividingBy: actions - 1)
                let row = scaled[type][vectors[name.message][type]][at]
                multipliers[name.message].append(PublicMultiplier(type: type, instead: row.instead, multiplier: value * senderUnit / row.unit))
            }
            let prices = sender.indices.map { state in
                vectors.indices.reduce(-Double.infinity) { max($0, payoffs[state][$1] + charge(vectors[$1], multipliers[$1], state)) }
            }
            for faintest in [0, 1e-15, 1e-12] {
                let messages = messages(vectors, solution.masses, above: faintest)
                let certificate = PublicCertificate(
                    of: self, messages: messages, excessPrices: prices, vectors: vectors, multipliers: multipliers, excluded: supported.excluded)
                if certificate.isCertified() { return (messages, certificate) }
                first = first ?? (messages, certificate)
            }
        }
        return first
    }

    private func messages(_ vectors: [[Int]], _ masses: [[Double]], above faintest: Double) -> [PublicMessage] {
        let kept = masses.map { row in row.map { $0 > faintest ? $0 : 0 } }
        let sums = kept.map { $0.reduce(0, +) }
        return vectors.indices.compactMap { at in
            let probabilities = kept.indices.map { sums[$0] > 0 ? kept[$0][at] / sums[$0] : 0 }
            return probabilities.contains { $0 > 0 } ? PublicMessage(actions: vectors[at], probabilities: probabilities) : nil
        }
    }
}
