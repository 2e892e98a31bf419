/// A gain over its scale, for verdicts: 0 for no gain; infinite for one that is unbounded, or whose scale is 0 or beyond the doubles;
/// never NaN, which would pass for no gain where it is compared. What cannot be told counts as infinite.
/// - Parameters:
///   - gain: what a player would gain by its best deviation, infinite where that is unbounded.
///   - scale: the larger of its gross revenues (or fees), >= 0, infinite where the gain is.
func relativeGain(_ gain: Double, over scale: Double) -> Double {
    if gain <= 0 { return 0 }
    guard gain.isFinite, scale.isFinite, scale > 0 else { return .infinity }
    return gain / scale
}
