import Foundation
#if canImport(FoundationXML)
import FoundationXML
#endif

/// A page read as XML, and what a test asks of it.
public final class PageReader: NSObject, XMLParserDelegate {
    /// What is wrong with the XML, and in which line.
    public struct Malformed: Error {
        public let message: String
    }

    /// Every `id`, in the order of the page.
    public private(set) var ids: [String] = []
    /// Whatever an attribute points to.
    public private(set) var links: [String] = []
    /// How many of each element there are.
    public private(set) var elements: [String: Int] = [:]
    /// All text, tags left out.
    public private(set) var text = ""

    /// - Throws: ``Malformed`` where the page is not well-formed.
    public init(_ page: String) throws {
        super.init()
        let parser = XMLParser(data: Data(page.utf8))
        parser.delegate = self
        guard parser.parse() else { throw Malformed(message: "\(parser.parserError.map { "\($0)" } ?? "") at line \(parser.lineNumber)") }
    }

    public func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
        elements[name, default: 0] += 1
        if let id = attributes["id"] { ids.append(id) }
        links += ["href", "src", "xlink:href", "srcset", "action"].compactMap { attributes[$0] }
    }

    public func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    /// Links that lead to no place on the page, and places with one name.
    public var strays: [String] {
        links.filter { !$0.hasPrefix("#") || !ids.contains(String($0.dropFirst())) } + Dictionary(grouping: ids) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    }
}
