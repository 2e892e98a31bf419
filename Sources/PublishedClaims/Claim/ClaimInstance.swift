import NumericCore

/// One instance: whatever a claim draws for it is a pure function of the seed and of what is drawn.
///
/// Settings of a claim draw from the same seeds, so that they differ by what they vary and not by chance.
struct ClaimInstance: Sendable {
    let seed: UInt64

    /// What can be drawn, a stream of random numbers each. The numbers are part of what a seed means: new ones go to the end.
    enum Quantity: UInt64 {
        case attention = 0x636c_6169_6d01
        case efficiency, scaling, demand, exponent, cost, creators, share, weight, total, change, choice, popularity
    }

    func uniform(_ quantity: Quantity, in range: ClosedRange<Double>, at index: Int = 0) -> Double {
        random(quantity).uniform(in: range, at: UInt64(index))
    }

    func logUniform(_ quantity: Quantity, in range: ClosedRange<Double>, at index: Int = 0) -> Double {
        random(quantity).logUniform(in: range, at: UInt64(index))
    }

    func integer(_ quantity: Quantity, in range: ClosedRange<Int>, at index: Int = 0) -> Int {
        range.lowerBound + min(Int(random(quantity).unit(at: UInt64(index)) * Double(range.count)), range.count - 1)
    }

    func pick<T>(_ quantity: Quantity, from choices: [T], at index: Int = 0) -> T {
        choices[integer(quantity, in: 0...choices.count - 1, at: index)]
    }

    private func random(_ quantity: Quantity) -> CounterRandom { CounterRandom(seed: seed, stream: quantity.rawValue) }
}
