import CKernels
import Foundation
import Testing
import TestSupport

/// Which copies of the kernels there are, and that each is whole.
@Suite struct TableTests {
    @Test func portableAlwaysExists() { #expect(nb_kernels_named("portable") != nil) }

    @Test func unknownNamesHaveNoTable() {
        for name in ["", "sse9", "AVX2", "portable "] { #expect(nb_kernels_named(name) == nil, "\(name)") }
    }

    @Test func allTargetsAreNamed() {
        #expect(Set(Target.knownNames) == ["portable", "avx2", "avx512", "neon"])
        #expect(Target.knownNames.count == 4)
        #expect(Target.available.map { String(cString: $0.table.pointee.name) } == Target.available.map(\.name))
        #if arch(x86_64)
        #expect(nb_kernels_named("neon") == nil)
        #elseif arch(arm64)
        #expect(nb_kernels_named("neon") != nil && nb_kernels_named("avx2") == nil)
        #endif
    }

    @Test func activeTableIsOneOfTheAvailable() throws {
        let forced = ProcessInfo.processInfo.environment["NASHBENCH_KERNEL"] ?? ""
        let expected = forced.isEmpty ? Target.available.last : Target(forced)
        #expect(nb_active_kernels() == expected?.table)
    }

    /// Every word of the table is set: a name and the kernels. A kernel added to the header and forgotten in
    /// table-inl.h shows here.
    @Test(arguments: Target.available) func noEntryIsMissing(target: Target) {
        let words = MemoryLayout<nb_kernels>.size / MemoryLayout<UInt>.size
        let raw = UnsafeRawPointer(target.table)
        for i in 0..<words {
            #expect(raw.load(fromByteOffset: i * MemoryLayout<UInt>.size, as: UInt.self) != 0, "entry \(i)")
        }
    }

    /// A target's table holds that target's kernels, not the portable ones it was first filled with.
    @Test(arguments: Target.fused) func everyEntryIsOverridden(target: Target) throws {
        let size = MemoryLayout<UInt>.size
        let own = UnsafeRawPointer(target.table)
        let portable = UnsafeRawPointer(try #require(Target("portable")).table)
        for i in 0..<MemoryLayout<nb_kernels>.size / size {
            let entry = own.load(fromByteOffset: i * size, as: UInt.self)
            #expect(entry != portable.load(fromByteOffset: i * size, as: UInt.self), "entry \(i)")
        }
    }

    /// The NEON copy compiles for AArch64, with the compiler's own headers only.
    @Test func neonCompiles() throws {
        let targets = Fixtures.packageRoot.appending(path: "Sources/CKernels/targets")
        for file in ["neon.c", "portable.c"] {
            let compiler = Process()
            compiler.executableURL = URL(filePath: "/usr/bin/env")
            compiler.arguments = [
                "clang", "--target=aarch64-linux-gnu", "-ffreestanding", "-nostdlibinc", "-std=c17", "-Wall", "-Werror",
                "-fsyntax-only", targets.appending(path: file).path,
            ]
            // A file, not a pipe: whatever another test starts meanwhile may hold a copy of a pipe's end, and keep it open.
            let messages = FileManager.default.temporaryDirectory.appending(path: "nashbench-neon-" + UUID().uuidString)
            try Data().write(to: messages)
            defer { try? FileManager.default.removeItem(at: messages) }
            compiler.standardError = try FileHandle(forWritingTo: messages)
            try compiler.run()
            compiler.waitUntilExit()
            let said = try String(contentsOf: messages, encoding: .utf8)
            #expect(compiler.terminationStatus == 0, "\(file): \(said)")
        }
    }
}
