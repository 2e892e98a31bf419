import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension TopicNewton {
    /// The passes of one solve over the topic's cells. Until the last, the efforts' memory holds the price-taker shares of
    /// the first point evaluated: the following passes move them there, which takes no logarithm, and where the exponent is
    /// shared no power.
    struct Passes {
        let newton: TopicNewton
        /// Passes so far.
        private(set) var count = 0
        /// The point whose price-taker shares the memory holds.
        private var kept: (trial: TrialTotal, point: nb_topic_point)?
        /// The point whose efforts it holds.
        private var written: TrialTotal?

        /// Moves longer than this start afresh: a share that was 0 there need not be here.
        static let longestMove = 16.0

        init(newton: TopicNewton) { self.newton = newton }

        /// G at a trial total. The memory then holds the efforts there, or price-taker shares.
        mutating func evaluate(_ trial: TrialTotal, writing: Bool) -> Balance {
            count += 1
            let (point, complement) = trial.point(on: newton.curve)
            let move = kept.flatMap { newton.move(from: $0.trial, $0.point, to: trial, point) }
            let sums = newton.sums(at: point, move: move, writing: writing, keeping: !writing)
            if writing {
                kept = nil
                written = trial
            } else if move == nil {
                kept = (trial, point)
                written = nil
            }
            return newton.balance(sums, point, complement)
        }

        /// Makes sure that the memory holds the efforts at a trial total.
        mutating func write(_ trial: TrialTotal) {
            if written.map({ $0 == trial }) ?? false { return }
            _ = evaluate(trial, writing: true)
        }
    }

    /// What lies between two points, nil where price-taker shares are better formed afresh.
    func move(from kept: TrialTotal, _ there: nb_topic_point, to trial: TrialTotal, _ point: nb_topic_point) -> nb_taker_move? {
        // Closed forms keep no price-taker shares, and the kernel would take nearly linear and very convex cells from their costs.
        if let rho = costs.exponent(ofTopic: topic), rho == 2 || rho < 1 + 0x1p-6 || rho > 1024 { return nil }
        // By ratios where they are at hand: logarithms would lose what is large and equal in both.
        let price = point.moderate == 1 && there.moderate == 1
            ? log(there.inverse_price / point.inverse_price)
            : (point.log_price - there.log_price) + (point.log_price_shift - there.log_price_shift)
        let total = (trial.t - kept.t) + (trial.shift - kept.shift)
        let isShort = abs(price) <= Passes.longestMove && abs(total) <= Passes.longestMove
        return isShort ? nb_taker_move(log_price: price, log_total: total) : nil
    }

    /// Sums of the kernel pass over the topic's cells at a point. `writing`: efforts into the efforts' memory; `keeping`:
    /// price-taker shares there, unless they are moved from those it holds.
    func sums(at point: nb_topic_point, move: nb_taker_move? = nil, writing: Bool, keeping: Bool = false) -> nb_share_sums {
        var total = TileTotal()
        Tiles(cells).forEach(workers, initial: nb_share_sums()) { tile, sums in
            let memory = efforts + tile.lowerBound
            costs.withExponents(from: tile.lowerBound, topic: topic) { exponents, stride in
                costs.coefficients.withDoubles(tile) { costs in
                    let cells = CellRun(count: tile.count, cost: costs, exponent: exponents, stride: stride)
                    sums = kernels.pointee.shares(
                        of: cells, at: point, move: move, taker: keeping || move != nil ? memory : nil, effort: writing ? memory : nil)
                }
            }
        } add: { total.add($0) }
        return total.value
    }
}

/// A run of cells as a kernel takes it.
struct CellRun {
    let count: Int
    let cost: UnsafePointer<Double>
    let exponent: UnsafePointer<Double>
    /// 1: an exponent a cell, 0: one for all.
    let stride: Int
}

extension nb_kernels {
    /// `share_pass` with values in place of pointers.
    func shares(
        of cells: CellRun, at point: nb_topic_point, move: nb_taker_move?, taker: UnsafeMutablePointer<Double>?,
        effort: UnsafeMutablePointer<Double>?
    ) -> nb_share_sums {
        var sums = nb_share_sums()
        var point = point
        if var move {
            share_pass(cells.count, cells.cost, cells.exponent, cells.stride, &point, &move, taker, &sums, effort)
        } else {
            share_pass(cells.count, cells.cost, cells.exponent, cells.stride, &point, nil, taker, &sums, effort)
        }
        return sums
    }
}
