import CBench

/// Instruction and cycle counts of this process, where the kernel and the machine have them.
///
/// Opened before any thread is started, it counts the work of all threads.
package final class HardwareCounters {
    /// Counts at one moment; a count that cannot be read is nil, never 0.
    package struct Reading: Sendable, Equatable {
        package var instructions: Double?
        package var cycles: Double?

        package init(instructions: Double? = nil, cycles: Double? = nil) {
            self.instructions = instructions
            self.cycles = cycles
        }

        /// What was counted since an earlier reading, for each of so many executions.
        package func since(_ earlier: Reading, executions: Int) -> Reading {
            func difference(_ now: Double?, _ before: Double?) -> Double? {
                guard let now, let before else { return nil }
                return (now - before) / Double(executions)
            }
            return Reading(
                instructions: difference(instructions, earlier.instructions), cycles: difference(cycles, earlier.cycles))
        }
    }

    private let instructions = nb_bench_counter_open(Int32(NB_BENCH_INSTRUCTIONS))
    private let cycles = nb_bench_counter_open(Int32(NB_BENCH_CYCLES))

    package init() {}

    deinit {
        nb_bench_counter_close(instructions)
        nb_bench_counter_close(cycles)
    }

    /// Whether either count is there.
    package var areAvailable: Bool { read() != Reading() }

    package func read() -> Reading { Reading(instructions: Self.value(instructions), cycles: Self.value(cycles)) }

    private static func value(_ counter: Int32) -> Double? {
        var value = 0.0
        return nb_bench_counter_read(counter, &value) == 0 ? value : nil
    }
}
