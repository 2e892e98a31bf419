import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Bounds of the shares' sum of the h cheapest creators of a topic at a trial total, for any h at once, without a pass over them.
///
/// With l_i = (c_1/c_i)^(1/r), r = rho - 1, a creator's price-taker share is y_i = k l_i with one k for all, and its share Z(y)
/// solves (Z/y)^r = q, q = 1 - e Z. Then dZ/dy = q^(1/r) q r/(q r + 1 - q), which falls in y since q does: *Z is concave in l*.
/// Over a block of N neighbours in the order of costs with mean l between its ends,
///
///     chord of Z between the ends, at the mean, times N   <=   sum Z(l_i)   <=   N Z(mean)         (Jensen)
///
/// and means of all blocks follow from prefix sums of l. Blocks grow with their index (one creator each at first), so
/// some 300 serve 10^6 creators; what lies between the bounds is of second order in a block's width and in its shares.
/// With linear costs, z = (1 - c/P)/e where c < P, and prefix sums of c give the sum itself.
struct ThresholdSums {
    /// Sorted costs.
    let costs: [Double]
    let rho: Double
    /// Sums of l (rho > 1) or c (rho = 1) of the first creators: element h is over h of them.
    private let prefix: [Double]
    private let starts: [Int]
    /// Cost with the block's mean l, of its first and of its last creator.
    private var means: [Double] = []
    private var firsts: [Double] = []
    private var lasts: [Double] = []
    /// Relative rounding of l, from a logarithm divided by r, and of sums.
    private let rounding: Double
    nonisolated(unsafe) private let kernels: UnsafePointer<nb_kernels>

    /// A block that starts at a has a/24 creators, at least one.
    private static let growth = 24

    init(sortedCosts: [Double], rho: Double, kernels: UnsafePointer<nb_kernels>) {
        costs = sortedCosts
        self.rho = rho
        self.kernels = kernels
        let n = costs.count
        var weights = costs
        if rho > 1 {
            weights.withUnsafeMutableBufferPointer { weights in
                let base = weights.baseAddress!
                kernels.pointee.log(n, base, base)
                let least = base[0]
                for i in 0..<n { base[i] = (least - base[i]) / (rho - 1) }
                kernels.pointee.exp(n, base, base)
            }
        }
        prefix = [Double](unsafeUninitializedCapacity: n + 1) { room, count in
            var sum = CompensatedSum()
            room[0] = 0
            for i in 0..<n {
                sum.add(weights[i])
                room[i + 1] = sum.value
            }
            count = n + 1
        }
        var starts: [Int] = []
        var start = 0
        while start < n {
            starts.append(start)
            start += max(1, start / Self.growth)
        }
        self.starts = starts
        let spread = max(abs(log(costs[0])), abs(log(costs[n - 1])))
        rounding = rho > 1 ? 1e-12 + 0x1p-50 * (1 + spread) / (rho - 1) : 1e-12
        guard rho > 1 else { return }
        for (block, start) in starts.enumerated() {
            let end = block + 1 < starts.count ? starts[block + 1] : n
            means.append(meanCost(start..<end))
            firsts.append(costs[start])
            lasts.append(costs[end - 1])
        }
    }

    /// c_1 l^-r at the mean l of some neighbours.
    private func meanCost(_ creators: Range<Int>) -> Double {
        if creators.count == 1 { return costs[creators.lowerBound] }
        let mean = (prefix[creators.upperBound] - prefix[creators.lowerBound]) / Double(creators.count)
        // Where l is below the range of doubles so are the shares: the cheapest of the block stands for it.
        return mean > 0 ? min(max(costs[0] * pow(mean, 1 - rho), costs[creators.lowerBound]), costs[creators.upperBound - 1]) : costs[creators.lowerBound]
    }

    /// An upper or a lower bound of the sum of the h cheapest creators' shares. O(blocks).
    func bound(_ h: Int, at point: TotalPoint, upper: Bool) -> Double {
        guard rho > 1 else {
            var (low, high) = (0, h) // creators with c < P
            while low < high {
                let middle = (low + high) / 2
                if costs[middle] < point.price { low = middle + 1 } else { high = middle }
            }
            guard low > 0 else { return 0 }
            let sum = (Double(low) - prefix[low] / point.price) * point.kernel.inverse_elasticity
            // The two terms may cancel; what rounding leaves open is a part of each.
            let open = rounding * Double(low) * point.kernel.inverse_elasticity
            return upper ? sum + open : sum - open
        }
        let full = full(h)
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * (full + 1)) { room in
            let (at, ends) = (room.baseAddress!, room.baseAddress! + full + 1)
            let part = starts[full]..<h
            var sum = 0.0
            if upper {
                shares(means, full, extra: part.isEmpty ? nil : meanCost(part), point, at)
                for block in 0..<full { sum += Double(starts[block + 1] - starts[block]) * at[block] }
                if !part.isEmpty { sum += Double(part.count) * at[full] }
                return sum / point.total * (1 + rounding)
            }
            shares(firsts, full, extra: part.isEmpty ? nil : costs[part.lowerBound], point, at)
            shares(lasts, full, extra: part.isEmpty ? nil : costs[part.upperBound - 1], point, ends)
            for block in 0..<full { sum += chord(starts[block]..<starts[block + 1], at[block], ends[block]) }
            if !part.isEmpty { sum += chord(part, at[full], ends[full]) }
            return sum / point.total * (1 - rounding)
        }
    }

    /// The block that creator h is in, or the last if h is beyond: blocks before it are full.
    private func full(_ h: Int) -> Int {
        var (low, high) = (0, starts.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= h { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private func chord(_ creators: Range<Int>, _ first: Double, _ last: Double) -> Double {
        let count = Double(creators.count)
        if creators.count == 1 { return first }
        let (most, least) = (weight(creators.lowerBound), weight(creators.upperBound - 1))
        guard most > least else { return count * last }
        let sum = prefix[creators.upperBound] - prefix[creators.lowerBound]
        let excess = min(max(sum - count * least, 0), count * (most - least))
        return count * last + excess / (most - least) * (first - last)
    }

    /// l of one creator, as the prefix sums have it.
    private func weight(_ i: Int) -> Double { exp((log(costs[0]) - log(costs[i])) / (rho - 1)) }

    /// Efforts of creators with the first `count` of these costs, and one more.
    private func shares(_ costs: [Double], _ count: Int, extra: Double?, _ point: TotalPoint, _ efforts: UnsafeMutablePointer<Double>) {
        var sums = nb_share_sums()
        var at = point.kernel
        var rho = rho
        costs.withUnsafeBufferPointer { _ = kernels.pointee.share_pass(count, $0.baseAddress!, &rho, 0, &at, nil, nil, &sums, efforts) }
        if var extra { kernels.pointee.share_pass(1, &extra, &rho, 0, &at, nil, nil, &sums, efforts + count) }
    }

    /// z of one creator.
    func share(_ i: Int, at point: TotalPoint) -> Double {
        var sums = nb_share_sums()
        var (at, rho, cost, effort) = (point.kernel, rho, costs[i], 0.0)
        kernels.pointee.share_pass(1, &cost, &rho, 0, &at, nil, nil, &sums, &effort)
        return effort / point.total
    }
}
