import Foundation
import Testing

@testable import Bench

@Suite struct RecordTests {
    @Test func machinesAreNamedByProcessorAndCores() {
        let machine = Machine(
            cpu: "Intel(R) Xeon(R) Processor", architecture: "x86_64", features: [], cores: 2, caches: [], memoryBytes: nil,
            frequencyGovernor: nil, system: "Linux", hasCounters: false)
        #expect(machine.slug == "intel-r-xeon-r-processor-2-cores")
    }
}
