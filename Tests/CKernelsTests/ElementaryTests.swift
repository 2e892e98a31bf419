import CKernels
import Foundation
import Testing
import TestSupport

/// exp, log and pow: the bounds that CKernels.h states, on every target.
@Suite struct ElementaryTests {
    static let bounds = ["exp": 1.05, "log": 1.0, "pow": 1.15]

    /// Rows of elementary.json: arguments, a double next to the exact value, and the missing part in its ULP.
    struct Point {
        let arguments: [Double]
        let near: Double
        let missing: Double

        init(_ row: String) throws {
            let words = row.split(separator: " ")
            arguments = try words.dropLast(2).map { try #require(Double($0)) }
            near = try #require(Double(words[words.count - 2]))
            missing = try #require(Double(words[words.count - 1]))
        }
        func error(_ got: Double) -> Double { abs((got - near) / near.ulp - missing) }
    }

    @Test(arguments: Target.available, ["exp", "log", "pow"])
    func literals(target: Target, name: String) throws {
        let file = Fixtures.folder.appending(path: "elementary.json")
        let table = try JSONDecoder().decode([String: [String]].self, from: Data(contentsOf: file))
        let points = try #require(table[name]).map(Point.init)
        #expect(points.count > 200)
        let x = points.map { $0.arguments[0] }
        let got = switch name {
        case "exp": target.exp(x)
        case "log": target.log(x)
        default: target.pow(x, points.map { $0.arguments[1] })
        }
        let bound = try #require(Self.bounds[name])
        for (point, value) in zip(points, got) where !(point.error(value) < bound) {
            Issue.record("\(name)\(point.arguments): \(value) is \(point.error(value)) ULP off")
        }
    }

    #if arch(x86_64)
    /// The largest error over a sweep, with the arguments where it is.
    private func worst(_ got: [Double], _ exact: (Int) -> Wide) -> (error: Double, index: Int) {
        var most = (error: 0.0, index: 0)
        for (i, value) in got.enumerated() {
            let error = ulpError(value, exact(i))
            if !(error <= most.error) { most = (error, i) }
        }
        return most
    }

    @Test(arguments: Target.available) func expSweep(target: Target) {
        var draw = Draw(seed: 1)
        var x = (0..<60_000).map { -745.2 + 1455.0 * Double($0) / 59_999 }
        x += (0..<20_000).map { _ in draw.uniform(-745.2, -708) } // subnormal results
        x += (0..<40_000).map { _ in draw.uniform(-0.36, 0.36) }
        x += (0..<20_000).map { _ in (draw.chance(0.5) ? 1 : -1) * draw.logUniform(1e-300, 1) }
        let most = worst(target.exp(x)) { Foundation.exp(Wide(x[$0])) }
        #expect(most.error < 1.05, "exp(\(x[most.index]))")
    }

    @Test(arguments: Target.available) func logSweep(target: Target) {
        var draw = Draw(seed: 2)
        var x = (0..<40_000).map { _ in draw.logUniform(1e-300, 1e300) }
        x += (0..<10_000).map { _ in Double(bitPattern: draw.bits() >> 12) } // subnormal
        x += (0..<60_000).map { _ in draw.uniform(0.7, 1.42) }
        x += (0..<20_000).map { _ in 1 + (draw.chance(0.5) ? 1 : -1) * draw.logUniform(1e-16, 0.3) }
        let most = worst(target.log(x)) { Foundation.log(Wide(x[$0])) }
        #expect(most.error < 1, "log(\(x[most.index]))")
    }

    @Test(arguments: Target.available) func powSweep(target: Target) {
        var draw = Draw(seed: 3)
        var x: [Double] = [], y: [Double] = []
        func base() -> Double { draw.chance(0.2) ? Double(bitPattern: 1 + draw.bits() >> 12) : draw.logUniform(1e-307, 1e307) }
        for i in 0..<140_000 {
            switch i % 7 {
            case 0: x.append(base()); y.append(draw.uniform(-1075, 1024) / log2(x[i])) // the whole range of results
            case 1: x.append(base()); y.append(draw.uniform(-1075, -1021) / log2(x[i])) // subnormal ones
            case 2: // x near 1, y huge
                x.append(1 + (draw.chance(0.5) ? 1 : -1) * draw.logUniform(2e-16, 0.3))
                y.append(draw.uniform(-1075, 1024) / log2(x[i]))
            case 3: x.append(base()); y.append((draw.chance(0.5) ? 1 : -1) * draw.logUniform(1e-30, 1e-3)) // y tiny
            case 4: x.append(base()); y.append(1 + (draw.chance(0.5) ? 1 : -1) * draw.logUniform(1e-16, 1e-3)) // y near 1
            case 5: x.append(draw.uniform(0.6, 1.6)); y.append(draw.uniform(-1075, 1024) / log2(x[i])) // the fit's edges
            default: x.append(draw.logUniform(1e-20, 1e10)); y.append(draw.uniform(0, 2.5))
            }
        }
        let most = worst(target.pow(x, y)) { Foundation.pow(Wide(x[$0]), Wide(y[$0])) }
        #expect(most.error < 1.15, "pow(\(x[most.index]), \(y[most.index]))")
    }
    #endif

    @Test(arguments: Target.available) func specialValuesOfExpAndLog(target: Target) {
        let inf = Double.infinity
        let ofExp = target.exp([.nan, inf, -inf, 0, -0.0, 710, 1e300, -746, -1e300, .leastNonzeroMagnitude])
        #expect(ofExp[0].isNaN)
        #expect(Array(ofExp[1...]) == [inf, 0, 1, 1, inf, inf, 0, 0, 1])
        let ofLog = target.log([.nan, -1, -inf, -.leastNonzeroMagnitude, 0, -0.0, inf, 1])
        #expect(ofLog[0..<4].filter { $0.isNaN }.count == 4)
        #expect(Array(ofLog[4...]) == [-inf, -inf, inf, 0])
    }

    /// As C's pow for x >= 0, but NaN in always gives NaN.
    @Test(arguments: Target.available) func specialValuesOfPow(target: Target) {
        let inf = Double.infinity
        let bases = [0.0, -0.0, .leastNonzeroMagnitude, 0.5, 1, 1 + eps, 2, Double.greatestFiniteMagnitude, inf]
        let exponents = [0.0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1e-300, 0.5, -0.5, 1, -1, 2, -2, 1e300, -1e300, inf, -inf]
        for x in bases {
            let got = target.pow(exponents.map { _ in x }, exponents)
            for (y, value) in zip(exponents, got) {
                let expected = x == 0 ? Foundation.pow(0, y) : Foundation.pow(x, y)
                #expect(abs(value - expected) <= expected.ulp || value == expected, "pow(\(x), \(y)) gave \(value)")
            }
        }
        let undefined = target.pow([.nan, 1, .nan, -1, -2, -inf], [1, .nan, 0, 2, 0.5, 1])
        #expect(undefined.filter { $0.isNaN }.count == undefined.count)
    }

    /// The contract lets out be an input.
    @Test(arguments: Target.available) func inPlace(target: Target) {
        let x = (0..<37).map { 0.1 + Double($0) }, y = (0..<37).map { 1.7 - 0.1 * Double($0) }
        var a = x, b = y, c = x, d = x
        a.withUnsafeMutableBufferPointer { target.table.pointee.pow(37, $0.baseAddress, y, $0.baseAddress) }
        b.withUnsafeMutableBufferPointer { target.table.pointee.pow(37, x, $0.baseAddress, $0.baseAddress) }
        c.withUnsafeMutableBufferPointer { target.table.pointee.exp(37, $0.baseAddress, $0.baseAddress) }
        d.withUnsafeMutableBufferPointer { target.table.pointee.log(37, $0.baseAddress, $0.baseAddress) }
        #expect(a == target.pow(x, y) && b == a)
        #expect(c == target.exp(x) && d == target.log(x))
    }
}
