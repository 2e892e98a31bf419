import Foundation
import NumericCore
import Testing

/// `verify` on a file that is true but for one field.
@Suite struct ClaimTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        try #require(Program.run(["solve", "game.json", "--output", "equilibrium.json", "--quiet"], in: folder).status == 0)
    }

    /// A file that says there is no equilibrium, or no answer, is no equilibrium; but what it says is true.
    @Test(arguments: [
        #"{"schema":"nashbench/game/1","competition":"human-only","market":{"mu":[1]},"cost":{"coefficients":[[1]]}}"#,
        #"{"schema":"nashbench/game/1","competition":"exclusive","market":{"mu":[10],"alpha":1,"beta":-0.5,"gamma":0},"cost":{"coefficients":[[1],[2]],"exponents":1}}"#,
        #"{"schema":"nashbench/game/1","competition":"exclusive","market":{"mu":[3],"alpha":1,"beta":-0.1,"gamma":0.8},"cost":{"coefficients":[[1],[2]],"exponents":2},"capacity":{"limits":[5,5]}}"#,
    ])
    func filesWithoutAnEquilibriumTellTheTruth(_ game: String) throws {
        try folder.write(game, to: "none.json")
        #expect(try Program.run(["solve", "none.json", "--output", "answer.json"], in: folder).status == 2)
        let outcome = try Program.run(["verify", "none.json", "answer.json"], in: folder)
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("claims in the file   agree"), "\(outcome.output)")
    }

    struct Forgery: CustomTestStringConvertible, Sendable {
        /// Keys and indices down to the value.
        let path: [String]
        /// What it becomes, as JSON; `* 1.001` multiplies.
        let value: String
        let status: Int32
        /// What the message begins with; the key path where nil.
        var named: String? = nil
        var testDescription: String { path.joined(separator: ".") + " = " + value }
    }

    static let forgeries: [Forgery] = [
        // Lists: one value a little off, one null, one of another sign.
        Forgery(path: ["totals", "0"], value: "* 1.00000000001", status: 2, named: "totals: [0]"),
        Forgery(path: ["totals", "1"], value: "null", status: 2, named: "totals: [1] is null"),
        Forgery(path: ["genAI", "1"], value: "* 1.00000000001", status: 2, named: "genAI: [1]"),
        Forgery(path: ["genAI", "0"], value: "0", status: 2, named: "genAI: [0] is 0.0"),
        Forgery(path: ["prices", "0"], value: "* 1.00000000001", status: 2, named: "prices: [0]"),
        Forgery(path: ["prices", "1"], value: "null", status: 2, named: "prices: [1] is null"),
        Forgery(path: ["utilities", "2"], value: "* 1.0000000001", status: 2, named: "utilities: [2]"),
        Forgery(path: ["utilities", "1"], value: "1e82", status: 2, named: "utilities: [1] is 1e+82"),
        Forgery(path: ["utilities", "0"], value: "null", status: 2, named: "utilities: [0] is null"),
        // The certificate: too good, too bad, unknown.
        Forgery(path: ["certificate", "relativeResidual"], value: "1e-11", status: 2),
        Forgery(path: ["certificate", "relativeResidual"], value: "-1e-11", status: 2),
        Forgery(path: ["certificate", "relativeResidual"], value: "1e82", status: 2),
        Forgery(path: ["certificate", "relativeResidual"], value: "null", status: 2),
        Forgery(path: ["certificate", "roundingFloor"], value: "1e82", status: 2),
        Forgery(path: ["certificate", "roundingFloor"], value: "0", status: 2),
        Forgery(path: ["certificate", "exploitability"], value: "1e-6", status: 2),
        Forgery(path: ["certificate", "exploitability"], value: "1e82", status: 2),
        Forgery(path: ["certificate", "exploitability"], value: "-1e-18", status: 2),
        Forgery(path: ["certificate", "exploitability"], value: "null", status: 2),
        Forgery(path: ["certificate", "relativeExploitability"], value: "1e-11", status: 2),
        Forgery(path: ["certificate", "relativeExploitability"], value: "-1e-18", status: 2),
        Forgery(path: ["certificate", "relativeExploitability"], value: "null", status: 2),
        Forgery(path: ["certificate", "exploitabilityKind"], value: "\"guess\"", status: 1),
        Forgery(path: ["certificate", "worstCreator"], value: "3", status: 1),
        Forgery(path: ["certificate", "worstCreator"], value: "-1", status: 1),
        Forgery(path: ["certificate", "uniqueness"], value: "\"not-claimed\"", status: 2),
        Forgery(path: ["certificate", "condition"], value: "\"trust me\"", status: 2),
        // How it was made.
        Forgery(path: ["status"], value: "\"iteration-limit\"", status: 2),
        Forgery(path: ["status"], value: "\"almost-converged\"", status: 2),
        Forgery(path: ["status"], value: "\"no-equilibrium\"", status: 2),
        Forgery(path: ["iterations"], value: "-1", status: 1),
        Forgery(path: ["iterations"], value: "1.5", status: 1),
        Forgery(path: ["threads"], value: "0", status: 1),
        Forgery(path: ["seconds", "solve"], value: "-1", status: 1),
    ]

    @Test(arguments: forgeries) func isFound(_ forgery: Forgery) throws {
        var document = try #require(
            try JSONSerialization.jsonObject(with: Data(folder.read("equilibrium.json").utf8)) as? [String: Any])
        document["reason"] = "a file that did not converge says why"
        let forged = try #require(Self.changed(document, forgery.path[...], forgery.value))
        try JSONSerialization.data(withJSONObject: forged).write(to: folder.url.appending(path: "equilibrium.json"))

        let outcome = try Program.run(["verify", "game.json", "equilibrium.json"], in: folder)

        #expect(outcome.status == forgery.status)
        let named = forgery.named ?? forgery.path.joined(separator: ".")
        guard forgery.status == 2 else { return outcome.expectRefusal(naming: named) }
        // One field was forged, and this one alone is named.
        let claims = outcome.output.components(separatedBy: "do not agree\n").dropFirst().first?.split(separator: "\n") ?? []
        #expect(claims.count == 1, "\(outcome.output)")
        #expect(claims.first?.hasPrefix("  " + named) == true, "\(outcome.output)")
        #expect(outcome.errors.contains("the file claims otherwise"))
    }

    @Test func theFileThatIsForgedHereIsTrue() throws {
        #expect(try Program.run(["verify", "game.json", "equilibrium.json"], in: folder).status == 0)
    }

    /// What one kernel target wrote is true for another: claims agree up to rounding.
    @Test(arguments: KernelTarget.available.map(\.name), ["E", "H1"]) func everyTargetBearsOutEveryOther(target: String, family: String) throws {
        let made = ["generate", "--family", family, "--creators", "60", "--topics", "5", "--output", "random.json", "--quiet"]
        try #require(Program.run(made, in: folder).status == 0)
        let solve = ["solve", "random.json", "--output", "random-equilibrium.json", "--quiet"]
        try #require(Program.run(solve, environment: ["NASHBENCH_KERNEL": target], in: folder).status == 0)
        for other in KernelTarget.available {
            let outcome = try Program.run(
                ["verify", "random.json", "random-equilibrium.json"], environment: ["NASHBENCH_KERNEL": other.name], in: folder)
            #expect(outcome.status == 0, "\(outcome.output)")
        }
    }

    /// A profile with gains well above rounding, accepted at a loose tolerance: who gains most can then be told.
    @Test(arguments: [Settings.Exploitability.search, .bound]) func theWorstCreatorIsTheOneWhoGainsMost(kind: Settings.Exploitability) throws {
        let contest = try GameFile.read(folder.url.appending(path: "game.json").path)
        var settings = Settings()
        settings.tolerance = 1e-2
        settings.exploitability = kind
        var equilibrium = try solve(contest, settings: settings)
        let efforts = equilibrium.efforts.values.withUnsafeValues { values in values.enumerated().map { $0 == 1 ? $1 * 1.01 : $1 } }
        equilibrium.efforts = EffortProfile(layout: contest.layout, values: CellBuffer(efforts))
        let certification = try certify(contest, efforts: equilibrium.efforts, settings: settings)
        try #require(certification.certificate.isConverged && certification.certificate.relativeExploitability > 1e-6)
        (equilibrium.totals, equilibrium.prices) = (certification.totals, certification.prices)
        (equilibrium.genAI, equilibrium.utilities) = (certification.genAI, certification.utilities)
        let worst = certification.certificate.worstCreator
        #expect(worst == 1)
        for (claimed, gain, status, named) in [
            (worst, 1.0, 0, "agree (status"), (0, 1, 2, "  certificate.worstCreator: 0,"), (2, 1, 2, "  certificate.worstCreator: 2,"),
            (worst, 0.1, 2, "  certificate.exploitability: "), (worst, 1.1, 2, "  certificate.exploitability: "),
        ] {
            equilibrium.certificate = certification.certificate
            equilibrium.certificate.worstCreator = claimed
            equilibrium.certificate.exploitability *= gain
            try EquilibriumFile.write(equilibrium, of: contest, to: folder.url.appending(path: "loose.json").path)
            let outcome = try Program.run(["verify", "game.json", "loose.json", "--tolerance", "1e-2"], in: folder)
            #expect(outcome.status == status, "\(outcome.output)")
            #expect(outcome.output.contains(named), "\(outcome.output)")
        }
    }

    /// The JSON value with one value in it replaced; `* factor` multiplies.
    private static func changed(_ json: Any, _ path: ArraySlice<String>, _ value: String) -> Any? {
        guard let key = path.first else {
            if value.hasPrefix("* "), let factor = Double(value.dropFirst(2)), let number = json as? Double { return number * factor }
            return try? JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        }
        if var object = json as? [String: Any], let member = object[key] {
            object[key] = changed(member, path.dropFirst(), value)
            return object
        }
        if var list = json as? [Any], let index = Int(key), list.indices.contains(index), let element = changed(list[index], path.dropFirst(), value) {
            list[index] = element
            return list
        }
        return nil
    }
}
