import Compensation

/// Economies that tests share.
enum Economies {
    static let modelSize = 7e10
    static let data = 1.4e12

    /// Hoffmann's law and linear profit of 1e9 at 1.4e12 tokens, nothing above a loss of 3.
    static let linear = value(try? .linear(cut: 3, profit: 1e9, atLoss: ScalingLaw.hoffmann.loss(parameters: modelSize, tokens: data)))
    /// All kinds of curves, each with a profit of 1e9 there.
    static var curves: [ProfitCurve] {
        let ref = ScalingLaw.hoffmann.loss(parameters: modelSize, tokens: data)
        return [
            try? .linear(cut: 3, profit: 1e9, atLoss: ref), try? .power(cut: 3, ref: ref, scale: 1e9, q: 3), try? .power(cut: 3, ref: ref, scale: 1e9, q: 0.5),
            try? .exponential(ref: ref, scale: 1e9, k: 4), try? .elastic(ref: ref, scale: 1e9, kappa: 7.27),
            try? .table([(1.7, 1.6e9), (1.9, 1.1e9), (2.2, 4e8), (3, 0)].map { .init(loss: $0.0, profit: $0.1) }),
        ].compactMap { $0 }
    }

    static func value(_ curve: ProfitCurve?, law: ScalingLaw = .hoffmann, parameters: Double = modelSize) -> DataValue? {
        curve.flatMap { try? DataValue(law: law, parameters: parameters, profit: $0) }
    }

    /// Power profit with q = 3: data are scarce, and worth more the more there are.
    static let scarce = curves.count > 1 ? value(curves[1]) : nil
}
