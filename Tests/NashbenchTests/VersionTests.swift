import Foundation
import Testing

@Suite struct VersionTests {}
