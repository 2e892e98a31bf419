import Synchronization

/// Lets go of mapped pages as work goes through the cells that lie in them, so that a contest larger than memory is
/// solved and judged with a few hundred megabytes resident. Where nothing is mapped, or little, it does nothing.
///
/// Pages that other threads still use go with the rest and come back from the system's cache: one in some thousands.
package final class PageRelease: Sendable {
    /// Cells between two releases: at 16 bytes of cost and effort each, 64 MB. Systems map in up to 2 MB around what is
    /// touched, so that the certificate, which goes through a part of every topic in turn, can have 16 times that resident.
    static let step = 1 << 22

    private let pages: [FilePages]
    private let done = Atomic<Int>(0)

    init(_ pages: [FilePages?]) { self.pages = pages.compactMap { $0 } }

    /// Some more cells have been gone through, by any thread.
    package func add(_ cells: Int) {
        guard !pages.isEmpty else { return }
        let (before, after) = done.wrappingAdd(cells, ordering: .relaxed)
        if after / Self.step != before / Self.step { letGo() }
    }

    /// At the end of a pass.
    func letGo() { for part in pages { part.letGo() } }
}
