import Foundation
import NumericCore
import Testing

@testable import Bench

@Suite struct RecordTests {
    @Test func machinesAreNamedByProcessorAndCores() {
        let machine = Machine(
            cpu: "Intel(R) Xeon(R) Processor", architecture: "x86_64", features: [], cores: 2, caches: [], memoryBytes: nil,
            frequencyGovernor: nil, system: "Linux", hasCounters: false)
        #expect(machine.slug == "intel-r-xeon-r-processor-2-cores")
    }

    @Test func thisMachineIsDescribed() throws {
        let machine = Machine.here(hasCounters: false)
        #expect(!machine.cpu.isEmpty && machine.cores >= 1 && !machine.slug.isEmpty)
        #expect(machine.caches.allSatisfy { $0.bytes > 0 && (1...4).contains($0.level) })
        #expect(machine.memoryBytes.map { $0 > 1 << 20 } != false)
        let software = try Software.here()
        #expect(software.version == Release.version)
        #expect((software.commit == nil) == (software.isModified == nil))
        #expect(software.commit.map { $0.count == 40 && $0.allSatisfy(\.isHexDigit) } != false)
    }

    @Test(arguments: [("48K", 49152), ("2M", 2 << 20), ("512", 512)]) func cacheSizes(text: String, bytes: Int) {
        #expect(Machine.bytes(text) == bytes)
    }

    @Test func aRecordReadsBackAsItWas() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nashbench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "record.json").path
        try RecordFile.write(SampleRecord.full, to: path)
        #expect(try RecordFile.read(path) == SampleRecord.full)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["record.json"])
    }

    @Test func aResultIsALine() throws {
        let lines = try RecordFile.text(of: SampleRecord.full).split(separator: "\n")
        #expect(lines.count { $0.contains("\"task\":") } == 3)
        #expect(lines[1] == "  \"schema\": \"nashbench/benchmark/1\",")
    }

    struct Fault: CustomTestStringConvertible, Sendable {
        let old: String
        let new: String
        let message: String
        var testDescription: String { message }
    }

    static let faults = [
        Fault(old: "benchmark/1", new: "benchmark/2", message: "record.json: schema: expected \"nashbench/benchmark/1\", found \"nashbench/benchmark/2\""),
        Fault(old: "\"suite\": \"made-up\",", new: "", message: "record.json: suite: expected a value, found nothing"),
        Fault(old: "\"suite\": \"made-up\"", new: "\"suite\": 3", message: "record.json: suite: expected a string, found 3.0"),
        Fault(old: "\"budget\"", new: "\"bugdet\"", message: "record.json: bugdet: expected a key of this schema, found an unknown key"),
        Fault(old: "\"cores\":2", new: "\"cores\":2.5", message: "record.json: machine.cores: expected an integer, found 2.5"),
        Fault(old: "\"level\":1", new: "\"depth\":1", message: "record.json: machine.caches[0].depth: expected a key of this schema, found an unknown key"),
        Fault(
            old: "\"status\":\"skipped\"", new: "\"status\":\"lost\"",
            message: "record.json: results[1].status: expected one of \"measured\", \"wrong\", \"failed\", \"skipped\", found \"lost\""),
        Fault(old: "\"threads\":2", new: "\"threads\":null", message: "record.json: results[0].threads: expected an integer, found null"),
        Fault(
            old: "\"samples\":[0.1,", new: "\"samples\":[\"0.1\",",
            message: "record.json: results[0].seconds.samples[0]: expected a finite number, found \"0.1\""),
        Fault(old: "\"threads\":2", new: "\"threads\":0", message: "record.json: results[0].threads: expected an integer >= 1, found 0"),
        Fault(old: "\"precision\": 0.01", new: "\"precision\": 1", message: "record.json: precision: expected a number in (0, 1), found 1.0"),
        Fault(
            old: "\"status\":\"skipped\"", new: "\"status\":\"measured\"",
            message: "record.json: results[1].seconds: expected samples of what was measured, found nothing"),
        Fault(old: "\"kind\":\"powers\"", new: "\"kind\":\"luck\"", message: "results[0].floor.kind: expected one of \"bytes\", \"powers\", \"flops\""),
        Fault(old: "\"seeds\": [1,", new: "\"seeds\": [-1,", message: "record.json: seeds[0]: expected an integer >= 0, found -1"),
        Fault(old: "\"points\":7", new: "\"points\":7,\"points\":8", message: "record.json: fits[0].points: expected each key once"),
    ]

    @Test(arguments: faults) func oneFaultIsOneClearError(fault: Fault) throws {
        let text = try RecordFile.text(of: SampleRecord.full)
        try #require(text.contains(fault.old))
        let broken = text.replacing(fault.old, with: fault.new, maxReplacements: 1)
        let error = #expect(throws: FileError.self) { try RecordFile.read(FileBytes(Array(broken.utf8), named: "record.json")) }
        #expect(error?.description.contains(fault.message) == true, "\(error?.description ?? "none")")
    }

    @Test func whatIsNoRecordAtAllIsRefused() {
        for text in ["", "[]", "{}", "{\"schema\": \"nashbench/game/1\"}"] {
            #expect(throws: FileError.self) { try RecordFile.read(FileBytes(Array(text.utf8), named: "record.json")) }
        }
    }
}
