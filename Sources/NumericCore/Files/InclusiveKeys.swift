/// The terms on which creators may use GenAI, of effect in inclusive games only: whatever the competition, they are read, checked
/// and kept.
///
/// | key | what it holds | where absent |
/// |---|---|---|
/// | `genAIPayoff` | `derived` or `printed` (``GenAIPayoff``) | `derived` |
/// | `adoption` | `per-topic` or `global` (``AdoptionRule``) | `per-topic` |
/// | `usageFee` | {flat, share}: numbers >= 0, a share of at most 1 (``UsageFee``) | 0 |
/// | `hybrid` | {allowed, fee}: whether effort and GenAI go together, and what that costs (``Hybrid``) | false, 0 |
struct InclusiveKeys {
    let root: JSONObject

    /// - Throws: ``FileError`` naming the key.
    func terms() throws(FileError) -> InclusiveTerms {
        let fee = try root["usageFee"].map { node throws(FileError) in try node.object(["flat", "share"]) }
        let hybrid = try root["hybrid"].map { node throws(FileError) in try node.object(["allowed", "fee"]) }
        func number(_ node: JSONNode?) throws(FileError) -> Double { try node.map { node throws(FileError) in try node.number() } ?? 0 }
        let (flat, share, mixing) = (try number(fee?["flat"]), try number(fee?["share"]), try number(hybrid?["fee"]))
        let isAllowed = try hybrid?["allowed"].map { node throws(FileError) in try node.bool() } ?? false
        let (adoption, payoff) = (try root["adoption"]?.word(AdoptionRule.self), try root["genAIPayoff"]?.word(GenAIPayoff.self))
        do throws(FieldError) {
            return InclusiveTerms(
                adoption: adoption ?? .perTopic, payoff: payoff ?? .derived, fee: try UsageFee(share: share, flat: flat),
                hybrid: try Hybrid(isAllowed: isAllowed, fee: mixing))
        } catch { throw FileError(file: root.node.file, error) }
    }
}

extension JSONWriter {
    /// What differs from the terms of a game that says nothing of them.
    mutating func inclusiveTerms(_ terms: InclusiveTerms) {
        if terms.payoff != .derived { string("genAIPayoff", terms.payoff.rawValue) }
        if terms.adoption != .perTopic { string("adoption", terms.adoption.rawValue) }
        if terms.fee != .none {
            object("usageFee") { json in
                json.number("flat", terms.fee.flat)
                json.number("share", terms.fee.share)
            }
        }
        if terms.hybrid != .excluded {
            object("hybrid") { json in
                json.boolean("allowed", terms.hybrid.isAllowed)
                json.number("fee", terms.hybrid.fee)
            }
        }
    }
}
