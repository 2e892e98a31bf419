#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A random matrix of topic similarity: a random orthogonal basis V (uniform over all of them) with a given spectrum,
/// Q = sum_j lambda_j v_j v_j', lambda spaced evenly in the logarithm from 1 down to 1/condition and then scaled so that
/// the trace is K.
///
/// Source of the basis: the Q of a QR factorisation, with a positive diagonal of R, of a matrix of independent normal
/// numbers; F. Mezzadri, "How to generate random matrices from the classical compact groups", Notices of the AMS 54 (2007).
struct RandomSimilarity {
    let topics: Int
    let condition: Double
    let random: CounterRandom

    /// Q, row after row, exactly symmetric.
    /// - Complexity: O(K^3).
    func matrix() -> CellBuffer {
        let basis = orthonormalRows()
        let lambda = spectrum()
        let matrix = CellBuffer(count: topics * topics)
        for (vector, value) in zip(basis, lambda) {
            for k in 0..<topics {
                let scaled = value * vector[k]
                for l in 0...k { matrix.base[k * topics + l] += scaled * vector[l] }
            }
        }
        for k in 0..<topics {
            for l in 0..<k { matrix.base[l * topics + k] = matrix.base[k * topics + l] }
        }
        return matrix
    }

    /// K positive numbers, falling, of sum K, the first `condition` times the last.
    func spectrum() -> [Double] {
        let powers = (0..<topics).map { topics == 1 ? 1 : exp(-log(condition) * Double($0) / Double(topics - 1)) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 * Double(topics) / sum }
    }

    /// Gram and Schmidt's method in its modified form, gone through twice, which is orthogonal to rounding.
    private func orthonormalRows() -> [[Double]] {
        var rows: [[Double]] = []
        for k in 0..<topics {
            var row = (0..<topics).map { normal(at: UInt64(k) << 32 | UInt64($0)) }
            for _ in 0..<2 {
                for earlier in rows {
                    var along = 0.0
                    for l in 0..<topics { along += row[l] * earlier[l] }
                    for l in 0..<topics { row[l] -= along * earlier[l] }
                }
            }
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            rows.append(row.map { $0 / length })
        }
        return rows
    }

    /// A normal number of mean 0 and variance 1, by the method of Box and Muller.
    func normal(at counter: UInt64) -> Double {
        // 1 less a number in [0, 1) is never 0.
        let radius = (-2 * log(1 - random.unit(at: 2 &* counter))).squareRoot()
        return radius * cos(2 * .pi * random.unit(at: 2 &* counter + 1))
    }
}
