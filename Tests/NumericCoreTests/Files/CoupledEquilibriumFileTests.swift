import Foundation
import Testing

@testable import NumericCore

/// `capacityPrices` and `methodReason` in equilibrium files.
@Suite struct CoupledEquilibriumFileTests {
    private static func solved(gap: Bool) throws -> (Contest, Equilibrium) {
        let contest = try CoupledGameFileTests.contest(gap: gap, shared: false)
        var equilibrium = madeUpEquilibrium(of: contest, efforts: Array(hardNumbers.prefix(contest.layout.cells)))
        equilibrium.capacityPrices = [0, 1.0 / 3, 1e-300, 6.02214076e23]
        equilibrium.methodReason = "topics are coupled, \"4\" creators"
        return (contest, equilibrium)
    }

    @Test(arguments: [true, false], [true, false]) func roundTrip(gap: Bool, npy: Bool) throws {
        let scratch = try Scratch()
        let (contest, equilibrium) = try Self.solved(gap: gap)
        try EquilibriumFile.write(equilibrium, of: contest, to: scratch.path("e.json"), npy: npy)
        #expect(try !scratch.contents.contains { $0.contains("capacity-prices") })
        let back = try EquilibriumFile.read(scratch.path("e.json"), of: contest)
        #expect(try bits(#require(back.capacityPrices)) == bits(#require(equilibrium.capacityPrices)))
        #expect(back.methodReason == equilibrium.methodReason)
        let text = EquilibriumFile.json(equilibrium, of: contest)
        let places = ["method", "methodReason", "creators", "utilities", "capacityPrices", "certificate"].map { text.range(of: "\"\($0)\": ")?.lowerBound }
        #expect(!places.contains(nil) && places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    }

    @Test func withoutACapacityThereIsNoKey() throws {
        let scratch = try Scratch()
        let contest = try GameFileTests.contest(.shared(2), gap: false, named: false)
        let equilibrium = madeUpEquilibrium(of: contest, efforts: hardNumbers)
        try EquilibriumFile.write(equilibrium, of: contest, to: scratch.path("e.json"))
        #expect(try !scratch.text("e.json").contains("capacityPrices") && !scratch.text("e.json").contains("methodReason"))
        let back = try EquilibriumFile.read(scratch.path("e.json"), of: contest)
        #expect(back.capacityPrices == nil && back.methodReason == nil)
    }

    @Test func pricesOfManyCreatorsHaveAFileOfTheirOwn() throws {
        let scratch = try Scratch()
        let creators = GameFile.inlineCells + 1
        let numbers = (0..<creators).map { Double($0 % 97) / 7 }
        let contest = try Contest(
            market: Market(mu: 1e6, alpha: 1),
            costs: PowerCost(layout: CellLayout(creators: creators, topics: 1), coefficients: CellBuffer(numbers.map { 0.5 + $0 }), exponents: .shared(2)),
            capacity: Capacity(limits: 3))
        var equilibrium = madeUpEquilibrium(of: contest, efforts: numbers)
        equilibrium.capacityPrices = numbers
        let path = scratch.path("e.json")
        try EquilibriumFile.write(equilibrium, of: contest, to: path)
        #expect(try scratch.contents == ["e.capacity-prices.npy", "e.efforts.npy", "e.json"])
        #expect(try EquilibriumFile.outputs(of: contest, to: path).sorted() == [path, scratch.path("e.efforts.npy"), scratch.path("e.capacity-prices.npy")].sorted())
        var inputs = InputFiles()
        let back = try EquilibriumFile.read(path, of: contest, inputs: &inputs)
        #expect(try bits(#require(back.capacityPrices)) == bits(numbers))
        #expect(throws: FileError.self) { try OutputPlace.check([scratch.path("e.capacity-prices.npy")], inputs: inputs) }
        // What is printed has them inline.
        #expect(EquilibriumFile.json(equilibrium, of: contest).contains("\"capacityPrices\": [0.0, "))
        // A summary does without them.
        guard case .equilibrium(let summary) = try ResultFile.read(path) else { Issue.record("an equilibrium"); return }
        #expect(summary.creators == creators)
    }

    @Test(arguments: [
        ("[1, 2]", "[1, -2]", "capacityPrices[1]", "-2.0"), ("[1, 2]", "[1]", "capacityPrices", "1"), ("[1, 2]", "[1, null]", "capacityPrices[1]", "null"),
        ("[1, 2]", "3", "capacityPrices", "3.0"), ("[1, 2]", #"[1, "x"]"#, "capacityPrices[1]", "\"x\""), ("[1, 2]", #"{"csv": "p.csv"}"#, "capacityPrices.csv", "unknown key"),
        ("\"because\"", "7", "methodReason", "7.0"), ("[1, 2]", #"{"npy": "none.npy"}"#, "capacityPrices.npy", "No such file"),
    ])
    func isRefused(replace: String, by: String, field: String, found: String) throws {
        let scratch = try Scratch()
        let valid = MalformedEquilibriumTests.valid.replacing(#""method": "m","#, with: #""method": "m", "methodReason": "because", "capacityPrices": [1, 2],"#)
        let contest = try MalformedEquilibriumTests.contest()
        let stored = try EquilibriumFile.read(scratch.write("e.json", valid), of: contest)
        #expect(stored.capacityPrices == [1, 2] && stored.methodReason == "because")
        let path = try scratch.write("e.json", valid.replacing(replace, with: by))
        let error = #expect(throws: FileError.self) { try EquilibriumFile.read(path, of: contest) }
        #expect(error?.file == path && error?.field == field && error?.found.contains(found) == true, "\(error?.description ?? "")")
    }

    @Test func pricesInANumPyFileThatDoNotFit() throws {
        let scratch = try Scratch()
        let contest = try MalformedEquilibriumTests.contest()
        let path = try scratch.write("e.json", MalformedEquilibriumTests.valid.replacing(#""method": "m","#, with: #""method": "m", "capacityPrices": {"npy": "p.npy"},"#))
        for (values, field) in [([1, .nan], "[1]"), ([-1, 1], "[0]"), ([1, .infinity], "[1]"), ([1], "shape")] as [([Double], String)] {
            try scratch.write("p.npy", npy(npyHeader("(\(values.count),)"), data: float64(values)))
            let error = #expect(throws: FileError.self) { try EquilibriumFile.read(path, of: contest) }
            #expect(error?.file == scratch.path("p.npy") && error?.field == field)
        }
        try scratch.write("p.npy", npy(npyHeader("(2,)"), data: float64([1, 0])))
        #expect(try EquilibriumFile.read(path, of: contest).capacityPrices == [1, 0])
    }

    /// As a start: the numbers of the file, and the sum of a topic's efforts where its total is null.
    @Test func aStoredEquilibriumIsAStart() throws {
        let scratch = try Scratch()
        let contest = try MalformedEquilibriumTests.contest()
        let text = MalformedEquilibriumTests.valid.replacing(#""totals": [3, 4]"#, with: #""totals": [null, 4], "capacityPrices": [0, 2]"#)
        let start = try EquilibriumFile.read(scratch.write("e.json", text), of: contest).equilibrium
        #expect(start.totals == [3, 4] && start.capacityPrices == [0, 2] && start.status == .stalled)
        #expect(start.efforts.values.array == [1, 2, 4])
        // Alone in the second topic: no equilibrium, wherever the search begins.
        #expect(try solve(contest, startingFrom: start).status == .noEquilibrium)
    }
}
