import NumericCore

/// `law`: a published one by its name, or constants.
struct LawReader {
    private let node: JSONNode

    init(_ node: JSONNode) { self.node = node }

    func law() throws(FileError) -> ScalingLaw {
        guard node.isObject else { return try node.word(PublishedLaw.self).law }
        let object = try node.object(["E", "A", "a", "B", "b", "Nc", "aN", "Dc", "aD"])
        let isKaplan = ["Nc", "aN", "Dc", "aD"].contains { object[$0] != nil }
        func constant(_ key: String) throws(FileError) -> Double {
            try object.required(key, expected: "a constant of \(isKaplan ? "((Nc/N)^(aN/aD) + Dc/D)^aD" : "E + A N^-a + B D^-b")").number()
        }
        if isKaplan, let other = ["E", "A", "a", "B", "b"].lazy.compactMap({ object[$0] }).first {
            throw other.error(expected: "nothing beside Nc, aN, Dc, aD")
        }
        do {
            if isKaplan {
                let (Nc, aN, Dc, aD) = (try constant("Nc"), try constant("aN"), try constant("Dc"), try constant("aD"))
                return .kaplan(try KaplanLaw(Nc: Nc, aN: aN, Dc: Dc, aD: aD))
            }
            let (E, A, a, B, b) = (try constant("E"), try constant("A"), try constant("a"), try constant("B"), try constant("b"))
            return .additive(try AdditiveLaw(E: E, A: A, a: a, B: B, b: b))
        } catch let error as FieldError {
            throw FileError(file: node.file, error)
        } catch let error as FileError {
            throw error
        } catch {
            throw node.error(expected: "constants of a scaling law", found: "\(error)")
        }
    }
}

/// `profit`: a curve by its constants, or through a point.
struct ProfitReader {
    private let node: JSONNode
    private let law: ScalingLaw
    private let parameters: Double

    init(_ node: JSONNode, law: ScalingLaw, parameters: Double) { (self.node, self.law, self.parameters) = (node, law, parameters) }

    private enum Kind: String, CaseIterable {
        case linear, power, exponential, elastic, table

        var keys: [String] {
            switch self {
            case .linear: ["cut", "slope", "at"]
            case .power: ["cut", "ref", "scale", "q", "at"]
            case .exponential: ["ref", "scale", "k", "at"]
            case .elastic: ["ref", "scale", "kappa", "ratio", "at"]
            case .table: ["points"]
            }
        }
    }

    func curve() throws(FileError) -> ProfitCurve {
        guard case .object(let members) = node.value else { throw node.error(expected: "an object with a kind") }
        guard let word = members["kind"] else { throw node.child("kind", .null).error(expected: "a kind of curve", found: "nothing") }
        let kind = try node.child("kind", word).word(Kind.self)
        let object = try node.object(["kind"] + kind.keys)
        let point = try calibration(object, kind)
        func number(_ key: String) throws(FileError) -> Double { try object.required(key, expected: "a finite number > 0").number() }
        /// Where the profit is given: the curve's own reference, unless it is stated.
        func reference() throws(FileError) -> (loss: Double, profit: Double) {
            guard let point else { return (try number("ref"), try number("scale")) }
            if let given = object["ref"] { throw given.error(expected: "nothing, as the profit is given at a point") }
            return point
        }
        do {
            switch kind {
            case .linear:
                let cut = try number("cut")
                if let point { return try .linear(cut: cut, profit: point.profit, atLoss: point.loss) }
                return try .linear(cut: cut, slope: try number("slope"))
            case .power:
                let cut = try number("cut"), q = try number("q"), at = try reference()
                return try .power(cut: cut, ref: at.loss, scale: at.profit, q: q)
            case .exponential:
                let k = try number("k"), at = try reference()
                return try .exponential(ref: at.loss, scale: at.profit, k: k)
            case .elastic:
                let at = try reference()
                if let ratio = object["ratio"] {
                    if let other = object["kappa"] { throw other.error(expected: "nothing, as ratio is given") }
                    return try .elastic(ref: at.loss, scale: at.profit, kappa: ProfitCurve.elasticity(keeping: try ratio.number()))
                }
                return try .elastic(ref: at.loss, scale: at.profit, kappa: try number("kappa"))
            case .table: return try .table(points(object.required("points", expected: "pairs of loss and profit")))
            }
        } catch let error as FieldError {
            throw FileError(file: node.file, error)
        } catch let error as FileError {
            throw error
        } catch {
            throw node.error(expected: "a profit curve", found: "\(error)")
        }
    }

    private func points(_ node: JSONNode) throws(FileError) -> [ProfitCurve.Point] {
        var points: [ProfitCurve.Point] = []
        for element in try node.elements(expected: "a list of pairs of loss and profit") {
            let pair = try element.numbers(count: 2, expected: "a loss and a profit")
            points.append(.init(loss: pair[0], profit: pair[1]))
        }
        return points
    }

    /// A profit with the data, and perhaps the size, of the model that earned it; nil where constants are given.
    private func calibration(_ object: JSONObject, _ kind: Kind) throws(FileError) -> (loss: Double, profit: Double)? {
        let named = kind == .linear ? object["slope"] : object["scale"]
        let inPlace = named.flatMap { $0.isObject ? $0 : nil }
        if let at = object["at"], let named { throw named.error(expected: "nothing, as \(at.path) is given") }
        guard let node = object["at"] ?? inPlace else { return nil }
        let point = try node.object(["profit", "parameters", "tokens"])
        func positive(_ key: String) throws(FileError) -> Double {
            let node = try point.required(key, expected: "a finite number > 0")
            guard let number = try? node.number(), number > 0 else { throw node.error(expected: "a finite number > 0") }
            return number
        }
        let size = point["parameters"] == nil ? parameters : try positive("parameters")
        return (law.loss(parameters: size, tokens: try positive("tokens")), try positive("profit"))
    }
}
