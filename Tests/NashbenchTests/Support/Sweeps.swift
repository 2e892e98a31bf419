import Foundation

/// Sweeps as files and as `--json` prints them.
enum SweepText {
    /// Everything that equal sweeps have in common: all but the seconds.
    static func withoutSeconds(_ text: String) -> String { text.replacing(/"seconds":[-+.0-9e]+/, with: "\"seconds\":0") }

    /// The points in the lines that are points.
    static func points(_ text: String) throws -> [PointRecord] {
        try text.split(separator: "\n").filter { $0.hasPrefix("{\"point\"") }.map { try JSONDecoder().decode(PointRecord.self, from: Data($0.utf8)) }
    }
}

/// The numbers of one line of a sweep.
struct PointRecord: Decodable {
    let point: Int
    let parameters: [String: Double]
    let status: String
    let reason: String?
    let grandTotal: Double
    let totals: [Double]
    let seconds: Double
}
