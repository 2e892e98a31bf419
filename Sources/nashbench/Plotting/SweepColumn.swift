import ArgumentParser
import NumericCore

/// What a picture can show of every point of a sweep.
enum SweepColumn: String, CaseIterable, ExpressibleByArgument {
    case humanOutput = "human-output"
    case genAIOutput = "genai-output"
    case genAIShare = "genai-share"
    case genAIFraction = "genai-fraction"
    case equilibria
    case income
    case welfare
    case utilityMedian = "utility-median"
    case utilityGini = "utility-gini"
    case creators

    /// Those on a page: how many creators there are is what a sweep was told, not what it found.
    static let ofFigures = allCases.filter { $0 != .creators && $0 != .equilibria }

    func value(_ record: SweepRecord) -> Double {
        switch self {
        case .humanOutput: record.grandTotal
        case .genAIOutput: record.genAI.reduce(0, +)
        case .genAIShare: record.genAIShare
        case .genAIFraction: record.adoption?.genAIFraction ?? .nan
        case .equilibria: record.adoption?.equilibria ?? .nan
        // s P of every topic; where nobody creates there is no income, whatever the price.
        case .income: zip(record.totals, record.prices).reduce(0) { $1.0 == 0 ? $0 : $0 + $1.0 * ($1.1 ?? .nan) }
        case .welfare: record.welfare
        case .utilityMedian: record.utilities.median
        case .utilityGini: record.utilities.gini
        case .creators: Double(record.creators)
        }
    }

    /// In sentences.
    var name: String {
        switch self {
        case .humanOutput: "Human output"
        case .genAIOutput: "GenAI output"
        case .genAIShare: "GenAI's share"
        case .genAIFraction: "The fraction on GenAI"
        case .equilibria: "The number of equilibria"
        case .income: "Creators' income"
        case .welfare: "Welfare"
        case .utilityMedian: "Median utility"
        case .utilityGini: "Gini coefficient"
        case .creators: "The number of creators"
        }
    }

    /// Above a plot.
    var heading: String {
        switch self {
        case .humanOutput: "All human output"
        case .genAIOutput: "All GenAI output"
        case .genAIShare: "GenAI's share of all content"
        case .genAIFraction: "Fraction of creators who use GenAI"
        case .equilibria: "Equilibria found"
        case .income: "Income of all creators, before costs"
        case .welfare: "Welfare: utilities of all creators"
        case .utilityMedian: "Median utility of a creator"
        case .utilityGini: "Gini coefficient of utilities"
        case .creators: "Creators who take part"
        }
    }

    /// Whether it lies between 0 and 1, where a change in percent would mislead.
    var isShare: Bool { self == .genAIShare || self == .genAIFraction || self == .utilityGini }

    var colour: String {
        switch self {
        case .genAIOutput, .genAIShare, .genAIFraction, .equilibria: GnuplotScript.Colour.genAI
        case .humanOutput, .income, .creators: GnuplotScript.Colour.human
        case .welfare, .utilityMedian, .utilityGini: GnuplotScript.Colour.worth
        }
    }
}
