import Openness
import Testing

@Suite struct OpennessThresholdTests {
    @Test(arguments: OpennessCase.thresholds) func thresholds(given: OpennessCase) throws {
        let study = try OpennessStudy(of: given.file.game)
        let summary = study.summary
        func ends(_ intervals: [OpennessInterval]) -> [Double] { intervals.flatMap { [$0.low, $0.high] } }
        let found: [String: [Double]] = [
            "limited": ends(summary.intervals(.limited, .posted)), "trap": ends(summary.traps(.posted)), "trialBites": ends(summary.trialBites),
            "trialExpanded": ends(summary.intervals(.expanded, .freeTrial)), "integratedLimited": ends(summary.intervals(.limited, .integrated)),
            "welfareAtZero": [summary.welfareAtZero], "welfareBeforeEntry": [summary.welfareBeforeEntry ?? .nan],
            "welfareAfterEntry": [summary.welfareAfterEntry ?? .nan], "welfareAtOne": [summary.welfareAtOne],
        ]
        for key in given.numbers.keys where !key.hasSuffix("Tolerance") {
            let disagreement = given.disagreement(key, found[key] ?? [])
            #expect(disagreement == nil)
        }
    }
}
