import CLearning
import NumericCore

/// The random numbers of simulations: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3",
/// SC 2011, doi:10.1145/2063384.2063405), counted and keyed so that every draw of a run can be had again alone.
///
/// ```swift
/// PromptingRandom(seed: 7).uniforms(round: 0, replica: 0, stream: .rewards)   // (0.9545971285563127, 0.11417736176891524)
/// ```
public struct PromptingRandom: Sendable, Equatable {
    /// The seed of a run.
    public let seed: UInt64

    /// The random numbers of a seed.
    public init(seed: UInt64) { self.seed = seed }

    /// What numbers are drawn for.
    public enum Stream: UInt32, Sendable {
        /// The first number is for the human's reward, the second for the assistant's.
        case rewards = 0
        /// The first is for the human's algorithm, the second for the assistant's.
        case algorithms = 1
    }

    /// One block of the generator: four words of a counter and two of a key.
    /// - Precondition: four and two words.
    public static func block(counter: [UInt32], key: [UInt32]) -> [UInt32] {
        precondition(counter.count == 4 && key.count == 2, "a block has four words, a key two")
        var output = [UInt32](repeating: 0, count: 4)
        nl_philox(counter, key, &output)
        return output
    }

    /// The two numbers in [0, 1) of a round, multiples of 2^-53: from the words x of key (low word of the seed, replica) and counter
    /// (low and high word of the round, stream, high word of the seed), ((x0 >> 5) 2^26 + (x1 >> 6)) 2^-53, the second from x2 and x3.
    public func uniforms(round: UInt64, replica: UInt32, stream: Stream) -> (first: Double, second: Double) {
        let (low, high) = (UInt32(truncatingIfNeeded: round), UInt32(truncatingIfNeeded: round >> 32))
        let words = Self.block(
            counter: [low, high, stream.rawValue, UInt32(truncatingIfNeeded: seed >> 32)], key: [UInt32(truncatingIfNeeded: seed), replica])
        func uniform(_ x: UInt32, _ y: UInt32) -> Double { (Double(x >> 5) * 0x1p26 + Double(y >> 6)) * 0x1p-53 }
        return (uniform(words[0], words[1]), uniform(words[2], words[3]))
    }

    /// The same of eight replicas and `count` rounds as the kernels draw them: for each round eight first numbers, then eight second ones.
    package func uniforms(round: UInt64, count: Int, replica: UInt32, stream: Stream, target: KernelTarget) -> [Double] {
        var numbers = [Double](repeating: 0, count: 2 * Int(NL_LANES) * count)
        LearningKernels(target).table.pointee.uniforms(seed, stream.rawValue, replica, round, count, &numbers)
        return numbers
    }

    /// Draws all numbers of a stream of `groups` groups of eight replicas and adds them up: the generator alone, to hold a run against.
    package func sums(groups: Int, rounds: Int, stream: Stream, target: KernelTarget) -> [Double] {
        var sums = [Double](repeating: 0, count: Int(NL_LANES) * groups)
        LearningKernels(target).table.pointee.uniform_sums(seed, stream.rawValue, 0, groups, 0, UInt64(rounds), &sums)
        return sums
    }
}
