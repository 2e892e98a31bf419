import NumericCore

extension PerTopic {
    /// Checks how many values there are, and each of them.
    /// - Returns: one value for each topic.
    /// - Throws: ``FieldError`` naming the field, or the first value outside the domain.
    func checked(
        _ field: String, topics: Int, domain: String, contains: (Double) -> Bool
    ) throws(FieldError) -> [Double] {
        try validate(field, count: topics, of: "topics", domain: domain, contains: contains)
        return isShared ? [Double](repeating: values[0], count: topics) : values
    }
}
