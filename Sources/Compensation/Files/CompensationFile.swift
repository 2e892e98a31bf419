import NumericCore

/// Economies of data as files: `nashbench/compensation/1`.
///
/// ```json
/// { "schema": "nashbench/compensation/1", "law": "hoffmann", "parameters": 7e10,
///   "profit": {"kind": "linear", "cut": 3.0, "at": {"profit": 1e9, "tokens": 1.4e12}},
///   "share": {"rule": "flat", "value": 0.2}, "models": 10, "competition": 0,
///   "producers": {"tokens": [1e11, 2e11, 3e11], "reservations": [1e5, 0, 2e5], "names": ["a", "b", "c"]}, "split": "tokens" }
/// ```
/// Required: `schema`, `law` (a name of ``PublishedLaw`` or an object of constants: E, A, a, B, b or Nc, aN, Dc, aD), `parameters`, `profit`, and
/// `producers` with `tokens` or else `tokens` alone. Profits are known by their constants (`slope`, `scale`) or through a point: `at`
/// {profit, tokens, parameters} in their place, or the same object as the value of `slope` or `scale`; `parameters` there is the model's own
/// unless given. `tokens`, `weights`, `retrievals` and `reservations` are a number for all (with `count` or a list that says how many), n numbers
/// or `{"npy": "name"}`, a file beside this one. `share` {rule, value}: marginal, flat, factor, shapley, average; value is that of `flat`, 0.2
/// unless given. `split`: tokens, weights, retrieval, shapley, shapley-sampled, the last also as {rule, pairs, seed} (1000 pairs, seed 1).
/// Also `baseline` {parameters, tokens}, `models`, `competition`, `minimumPrice`, `tokensPerUnit`, `outsideTokens`.
public enum CompensationFile {
    static let schema = "nashbench/compensation/1"

    /// The economy in a file.
    /// - Throws: `FileError` naming the file, the key path, what was expected and what was found.
    /// - Complexity: O(producers).
    public static func read(_ path: String) throws(FileError) -> DataEconomy {
        var inputs = InputFiles()
        return try read(path, inputs: &inputs)
    }

    /// The same; adds the file and those it names to the inputs of a run.
    package static func read(_ path: String, inputs: inout InputFiles) throws(FileError) -> DataEconomy {
        inputs.add(path)
        let document = try JSONParser.document(FileBytes(path))
        inputs.addSideFiles(of: document)
        try document.document(schema: schema)
        return try CompensationReader(document).economy()
    }
}

/// A document on its way to an economy.
private struct CompensationReader {
    private let root: JSONObject
    private var file: String { root.node.file }

    init(_ document: JSONNode) throws(FileError) {
        root = try document.object([
            "schema", "name", "law", "parameters", "tokens", "profit", "share", "baseline", "models", "competition", "producers", "split",
            "minimumPrice", "tokensPerUnit", "outsideTokens",
        ])
    }

    func economy() throws(FileError) -> DataEconomy {
        let law = try LawReader(root.required("law", expected: "a law's name or its constants")).law()
        let parameters = try positive("parameters")
        let profit = try ProfitReader(root.required("profit", expected: "an object"), law: law, parameters: parameters).curve()
        let market = try placed { () throws(FieldError) in try ModelMarket(models: number("models") ?? 1, competition: number("competition") ?? 0) }
        let value = try placed { () throws(FieldError) in try DataValue(law: law, parameters: parameters, profit: profit) }
        var economy: DataEconomy
        switch (root["producers"], root["tokens"]) {
        case (let node?, nil):
            let producers = try ProducersReader(node).producers()
            economy = try placed { () throws(FieldError) in try DataEconomy(value: value, producers: producers, market: market) }
        case (nil, _?):
            let tokens = try positive("tokens")
            economy = try placed { () throws(FieldError) in try DataEconomy(value: value, tokens: tokens, market: market) }
        case (_?, let node?): throw node.error(expected: "nothing, as producers has tokens")
        case (nil, nil): throw root.node.child("producers", .null).error(expected: "producers with tokens, or tokens", found: "nothing")
        }
        economy.name = try root["name"]?.string()
        try readTerms(into: &economy)
        return economy
    }

    private func readTerms(into economy: inout DataEconomy) throws(FileError) {
        if let share = try root["share"]?.object(["rule", "value"]) {
            economy.rule = try share["rule"]?.word(ShareRule.self) ?? .flat
            if let node = share["value"] { economy.flatShare = try node.number(in: 0...1) }
        }
        if let baseline = try root["baseline"]?.object(["parameters", "tokens"]) {
            economy.baseline = (try baseline["parameters"]?.number(in: 0 ... .infinity) ?? 0, try baseline["tokens"]?.number(in: 0 ... .infinity) ?? 0)
        }
        economy.minimumPrice = try root["minimumPrice"]?.number(in: 0 ... .infinity) ?? 0
        if root["tokensPerUnit"] != nil { economy.tokensPerUnit = try positive("tokensPerUnit") }
        economy.outsideTokens = try root["outsideTokens"]?.number(in: 0 ... .infinity) ?? 0
        if let node = root["split"] { economy.split = try split(node) }
        if let node = root["split"], economy.producers == nil { throw node.error(expected: "nothing without producers") }
    }

    private func split(_ node: JSONNode) throws(FileError) -> SplitRule {
        let object = node.isObject ? try node.object(["rule", "pairs", "seed"]) : nil
        let word = try object?.required("rule", expected: "a split's name") ?? node
        let (pairs, seed) = (object?["pairs"], object?["seed"])
        guard let rule = try SplitWord(rawValue: word.string()) else { throw word.error(expected: SplitWord.expected) }
        if rule != .sampled, let given = pairs ?? seed { throw given.error(expected: "nothing, as \(rule.rawValue) draws nothing at random") }
        switch rule {
        case .tokens: return .tokens
        case .weights: return .weights
        case .retrieval: return .retrieval
        case .shapley: return .shapley
        case .sampled:
            let count = try pairs?.integer() ?? 1000
            if let pairs, count < 2 { throw pairs.error(expected: "at least 2") }
            let number = try seed?.integer() ?? 1
            guard let drawn = UInt64(exactly: number) else { throw (seed ?? node).error(expected: "an integer >= 0") }
            return .shapleySampled(pairs: count, seed: drawn)
        }
    }

    private enum SplitWord: String, CaseIterable {
        case tokens, weights, retrieval, shapley
        case sampled = "shapley-sampled"
        static let expected = "one of " + allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    }

    private func number(_ key: String) throws(FieldError) -> Double? {
        guard let node = root[key] else { return nil }
        do { return try node.number() } catch { throw FieldError(field: key, expected: error.expected, found: error.found) }
    }

    private func positive(_ key: String) throws(FileError) -> Double {
        let node = try root.required(key, expected: "a finite number > 0")
        guard let number = try? node.number(), number > 0 else { throw node.error(expected: "a finite number > 0") }
        return number
    }

    private func placed<Value>(_ body: () throws(FieldError) -> Value) throws(FileError) -> Value {
        do { return try body() } catch { throw FileError(file: file, error) }
    }
}

extension JSONNode {
    /// A finite number of a range.
    func number(in range: ClosedRange<Double>) throws(FileError) -> Double {
        let domain = range.upperBound == .infinity ? "a finite number >= \(Int(range.lowerBound))" : "a number from \(range.lowerBound) to \(range.upperBound)"
        guard let number = try? number(), range.contains(number) else { throw error(expected: domain) }
        return number
    }
}
