#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Open files by their numbers: what the system leaves to the caller of `write`.
package enum Descriptor {
    /// Writes all bytes, in as many steps as the system wants.
    /// - Returns: 0, or the `errno` that ended it.
    package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        guard let start = bytes.baseAddress else { return 0 }
        var done = 0
        while done < bytes.count {
            // The system takes at most 2^31 bytes a call.
            let step = systemWrite(descriptor, start + done, min(bytes.count - done, 1 << 30))
            if step < 0 && errno == EINTR { continue }
            guard step > 0 else { return errno }
            done += step
        }
        return 0
    }

    /// The same of a text in UTF-8.
    package static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
    }
}

private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int { write(descriptor, start, count) }
