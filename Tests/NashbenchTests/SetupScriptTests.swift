import Foundation
import TestSupport
import Testing

#if os(Linux)
/// scripts/setup among stand-ins for the programs it asks: it must say and install what is missing, and only that.
@Suite struct SetupScriptTests {
    /// A folder of stand-ins, put before the system's programs on PATH.
    private struct Machine {
        let folder: TemporaryFolder

        init(missing: [String] = [], swiftVersion: String = "6.1", apt: String = "exit 0") throws {
            folder = try TemporaryFolder()
            let absent = missing.map { "\($0)) exit 1 ;;" }.joined(separator: "\n")
            try add("swift", "echo 'Swift version \(swiftVersion) (swift-\(swiftVersion)-RELEASE)'")
            try add("gnuplot", "exit 0")
            // The package asked for is the last argument.
            try add("dpkg-query", "case \"${@: -1}\" in\n\(absent)\n*) printf installed ;;\nesac")
            try add("apt-get", "echo \"$*\" >> '\(folder.streams.path)/apt.log'\n\(apt)")
            try add("sudo", "shift; exec \"$@\"")
        }

        func add(_ name: String, _ body: String) throws {
            try folder.writeProgram("#!/bin/bash\n\(body)\n", at: folder.url.appending(path: name))
        }

        func setUp() throws -> Program.Outcome {
            let script = Fixtures.packageRoot.appending(path: "scripts/setup")
            return try Program.start([], environment: ["PATH": folder.url.path + ":/usr/bin:/bin"], in: folder, executable: script).finish()
        }

        /// What apt-get was asked for.
        var installed: String { (try? String(contentsOf: folder.streams.appending(path: "apt.log"), encoding: .utf8)) ?? "" }
    }

    @Test func nothingIsDoneWhereAllIsThere() throws {
        let machine = try Machine()
        let outcome = try machine.setUp()
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.isEmpty)
        #expect(machine.installed.isEmpty)
    }

    @Test func whatIsMissingIsNamedAndInstalled() throws {
        let machine = try Machine(missing: ["libopenblas0", "libc6-dev"])
        let outcome = try machine.setUp()
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("installing with apt-get: libopenblas0 libc6-dev\n"))
        #expect(machine.installed.contains("update"))
        #expect(machine.installed.contains("install -y -qq --no-install-recommends libopenblas0 libc6-dev\n"))
    }

    @Test func aFailedInstallIsSaid() throws {
        let machine = try Machine(missing: ["libopenblas0"], apt: "[ \"$1\" = update ]")
        let outcome = try machine.setUp()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("could not install: libopenblas0"))
    }

    @Test(arguments: ["5.10", "6.0"]) func anOldSwiftIsRefused(version: String) throws {
        let outcome = try Machine(swiftVersion: version).setUp()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("this is \(version)"))
        #expect(outcome.errors.contains("swift.org"))
    }
}
#endif
