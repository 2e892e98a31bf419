import CKernels

/// Dense linear algebra is OpenBLAS's, loaded when it is first asked for: a program that never asks starts without it, and
/// a machine may lack it until then.
///
/// The library is `libopenblas.so.0` as the system finds it, or the file that the environment variable `NASHBENCH_BLAS`
/// names.
public enum LinearAlgebra {
    /// Loads OpenBLAS where that has not been done. Some milliseconds the first time, nothing after; from any thread.
    /// - Throws: ``LinearAlgebraError`` that says what to install.
    public static func load() throws(LinearAlgebraError) {
        switch nb_blas_load() {
        case NB_BLAS_READY: return
        case NB_BLAS_INCOMPLETE: throw LinearAlgebraError(reason: .incomplete, detail: String(cString: nb_blas_message()))
        default: throw LinearAlgebraError(reason: .notFound, detail: String(cString: nb_blas_message()))
        }
    }

    /// OpenBLAS's own description, for instance `OpenBLAS 0.3.21 DYNAMIC_ARCH ...`; nil where there is none. Loads it.
    public static var configuration: String? { text(nb_blas_configuration) }
    /// The processor core OpenBLAS chose its kernels for; nil where there is none. Loads it.
    public static var core: String? { text(nb_blas_core) }

    private static func text(_ function: () -> UnsafePointer<CChar>?) -> String? {
        guard nb_blas_load() == NB_BLAS_READY, let text = function() else { return nil }
        return String(cString: text)
    }
}

/// OpenBLAS is wanted and cannot be used.
public struct LinearAlgebraError: Error, Equatable, CustomStringConvertible, Sendable {
    /// What is wrong.
    public enum Reason: Equatable, Sendable {
        /// No such library on this machine.
        case notFound
        /// A library of that name without the functions that are called.
        case incomplete
    }

    /// What is wrong.
    public let reason: Reason
    /// The system loader's own words.
    public let detail: String

    /// One line: what is missing and what to install.
    public var description: String {
        let fault = reason == .notFound ? "OpenBLAS could not be loaded" : "this OpenBLAS lacks a function"
        return "\(fault) (\(detail)); on Debian: apt-get install libopenblas0, elsewhere name its file in NASHBENCH_BLAS"
    }
}
