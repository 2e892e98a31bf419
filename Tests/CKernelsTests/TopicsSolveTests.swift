import CKernels
import Foundation
import Testing

/// Several small topics in one call against the kernels that it stands for, one topic after another, and ten economized terms
/// against sixteen.
@Suite struct TopicsSolveTests {
    private struct Topic {
        var cost: [Double]
        var problem: nb_power_sum_topic
    }

    /// Topics of different sizes whose shares are within reach of the series, and where asked for some that are beyond.
    private static func topics(_ draw: inout Draw, count: Int, beyond: Bool) -> [Topic] {
        (0..<count).map { _ in
            let gamma = draw.uniform(0.2, 1), rho = draw.pick([1.2, 1.5, 1.7, 2, 3])
            // Shares of about 1/n must stay below NB_REACH_10 in units of min(rho - 1, 1).
            let least = Int(3 / (NB_REACH_10 * min(rho - 1, 1)))
            let n = beyond && draw.chance(0.3) ? Int(draw.uniform(1, 8)) : least + Int(draw.uniform(0, 60))
            var problem = nb_power_sum_topic()
            problem.mu = draw.logUniform(0.1, 100) * Double(n)
            problem.strength = draw.uniform(0, 2)
            problem.beta = draw.uniform(0, gamma)
            problem.gamma = gamma
            problem.rho = rho
            problem.reference = rho * draw.uniform(0.7, 1.4)
            return Topic(cost: (0..<n).map { _ in draw.uniform(0.95, 1.05) }, problem: problem)
        }
    }

    private struct Answer {
        var efforts: [[Double]]
        var sums: [Double]
        var totals: [Double]
        var isClean: Bool
    }

    private static func together(_ topics: [Topic], terms: Int32, on target: Target, shift: Int) -> Answer {
        let fenced = Fenced(shift: shift)
        let efforts = topics.map { fenced.room($0.cost.count) }
        var problems = topics.map(\.problem)
        var cells = zip(topics, efforts).map {
            nb_topic_cells(count: $0.cost.count, cost: UnsafePointer(fenced.array($0.cost)), effort: $1, sum: 0)
        }
        target.table.pointee.topics_solve(Int32(topics.count), terms, &cells, &problems)
        return Answer(
            efforts: zip(topics, efforts).map { Array(UnsafeBufferPointer(start: $1, count: $0.cost.count)) }, sums: cells.map(\.sum),
            totals: problems.map(\.total), isClean: fenced.isClean)
    }

    private static func alone(_ topics: [Topic], terms: Int32, on target: Target) -> Answer {
        var answer = Answer(efforts: [], sums: [], totals: [], isClean: true)
        for topic in topics {
            var problem = topic.problem
            var effort = [Double](repeating: .nan, count: topic.cost.count)
            target.table.pointee.taker_pass(topic.cost.count, topic.cost, problem.rho, problem.reference, terms, &effort, &problem.sums)
            target.table.pointee.total_solve(1, terms, &problem)
            var sum = Double.nan
            if problem.total > 0 {
                let coefficients = withUnsafeBytes(of: problem.coefficient) { Array($0.bindMemory(to: Double.self)) }
                let takers = effort
                sum = target.table.pointee.taker_effort_pass(takers.count, takers, 1, terms, coefficients, &effort)
            }
            answer.efforts.append(effort)
            answer.sums.append(sum)
            answer.totals.append(problem.total)
        }
        return answer
    }

    @Test(arguments: [8, NB_ECONOMIZED, 12, 16] as [Int32], [1, 2, 7, 8, 9, 31, Int(NB_TOPICS)])
    func oneCallIsItsParts(terms: Int32, count: Int) {
        var draw = Draw(seed: UInt64(100 * Int(terms) + count))
        for shift in [0, 3] {
            let topics = Self.topics(&draw, count: count, beyond: true)
            var bits = SameBits()
            for target in Target.available {
                let got = Self.together(topics, terms: terms, on: target, shift: shift)
                let parts = Self.alone(topics, terms: terms, on: target)
                #expect(got.isClean, "\(target): wrote outside")
                for k in topics.indices {
                    #expect(sameBits(got.totals[k], parts.totals[k]) && sameBits(got.sums[k], parts.sums[k]), "topic \(k), \(target)")
                    #expect(zip(got.efforts[k], parts.efforts[k]).allSatisfy(sameBits), "topic \(k), \(target)")
                }
                let difference = bits.difference(target, got.efforts.flatMap { $0 } + got.sums + got.totals)
                #expect(difference == nil)
            }
        }
    }

    /// Ten economized terms are right where sixteen are.
    @Test func tenTermsAreAsGoodAsSixteen() {
        var draw = Draw(seed: 77)
        for _ in 0..<20 {
            let topics = Self.topics(&draw, count: Int(NB_TOPICS), beyond: false)
            for target in Target.available {
                let ten = Self.together(topics, terms: NB_ECONOMIZED, on: target, shift: 0)
                let sixteen = Self.together(topics, terms: 16, on: target, shift: 0)
                for k in topics.indices {
                    #expect(sixteen.totals[k] > 0, "topic \(k): beyond reach")
                    #expect(abs(ten.totals[k] / sixteen.totals[k] - 1) <= 16 * eps, "topic \(k): total \(ten.totals[k]), not \(sixteen.totals[k])")
                    #expect(abs(ten.sums[k] / sixteen.sums[k] - 1) <= 16 * eps, "topic \(k): sum")
                    for (a, b) in zip(ten.efforts[k], sixteen.efforts[k]) { #expect(abs(a / b - 1) <= 16 * eps, "topic \(k)") }
                }
            }
        }
    }
}
