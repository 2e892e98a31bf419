import NumericCore

/// The random numbers that are stated with the model, drawn anew: the known answers that the authors of Philox4x32-10 publish with
/// their library Random123 (named at ``PromptingRandom``), and numbers of simulations of seed 7.
public enum RandomNumbers {
    private static let authors = CheckedNumber.Source(rawValue: "Random123")

    /// Every word of the known answers, then every uniform number, as the kernels of this machine draw them; equal to the bit.
    /// - Throws: `FieldError` for a kernel target in the environment that there is not.
    public static func all() throws(FieldError) -> [CheckedNumber] { answers() + uniforms(try KernelTarget.active()) }

    private static func answers() -> [CheckedNumber] {
        let vectors: [(name: String, counter: [UInt32], key: [UInt32], output: [UInt32])] = [
            ("zeros", [0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
            (
                "ones", [UInt32](repeating: .max, count: 4), [.max, .max], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
            ),
            (
                "digits of pi", [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
            ),
        ]
        return vectors.flatMap { vector in
            zip(vector.output, PromptingRandom.block(counter: vector.counter, key: vector.key)).enumerated().map { index, words in
                CheckedNumber(
                    subject: "Philox4x32-10, \(vector.name)", statement: "word \(index) is \(String(words.0, radix: 16))", source: authors,
                    claimed: Double(words.0), found: Double(words.1))
            }
        }
    }

    private static func uniforms(_ target: KernelTarget) -> [CheckedNumber] {
        let random = PromptingRandom(seed: 7)
        let draws: [(round: UInt64, replica: UInt32, stream: PromptingRandom.Stream, numbers: [Double])] = [
            (0, 0, .rewards, [0.9545971285563127, 0.11417736176891524]), (1, 0, .rewards, [0.4069604038840833, 0.1717986759383543]),
            (0, 1, .rewards, [0.3506279808932371, 0.4628770111744003]), (99, 3, .algorithms, [0.7142196836733012, 0.8244078577793952]),
        ]
        return draws.flatMap { draw in
            // A group begins at the replica: the first numbers of its eight, then their second ones.
            let found = random.uniforms(round: draw.round, count: 1, replica: draw.replica, stream: draw.stream, target: target)
            return draw.numbers.enumerated().map { index, stated in
                CheckedNumber(
                    subject: "seed 7, round \(draw.round), replica \(draw.replica), stream \(draw.stream.rawValue)",
                    statement: "u\(index) is \(stated)", source: .derived, claimed: stated, found: found[8 * index])
            }
        }
    }
}
