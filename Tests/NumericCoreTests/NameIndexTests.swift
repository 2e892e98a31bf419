import Testing

@testable import NumericCore

@Suite struct NameIndexTests {
    @Test(arguments: [0, 1, 11, 12, 13, 5000]) func everyNameHasItsPlace(count: Int) {
        let names = (0..<count).map { "name \($0)" }
        let given = NameIndex(names)
        var grown = NameIndex()
        for round in 1...2 {
            for (place, name) in names.enumerated() {
                let inserted = grown.insert(name)
                #expect(inserted == place, "round \(round)")
            }
        }
        for (place, name) in names.enumerated() { #expect(given.place(of: name) == place && grown.place(of: name) == place) }
        #expect(given.names == names && grown.names == names)
        #expect(given.place(of: "another") == nil && grown.place(of: "another") == nil)
        #expect(given.repeated == nil && grown.repeated == nil)
    }

    @Test func theFirstRepeatedNameIsToldWithItsFirstPlace() {
        let index = NameIndex(["a", "b", "c", "b", "a"])
        #expect(index.repeated?.place == 3 && index.repeated?.first == 1)
        #expect(index.place(of: "a") == 0 && index.place(of: "b") == 1)
    }

    /// One letter or a letter and an accent: the same name.
    @Test func namesAreTheSameWhereTheirCharactersAre() {
        #expect(NameIndex(["\u{E9}", "e\u{301}"]).repeated?.place == 1)
    }
}
