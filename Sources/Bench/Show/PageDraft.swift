/// A page under construction. It numbers its pictures, so that no two of them share an identifier.
package struct PageDraft {
    private var parts: [String] = []
    private var pictures = 0

    /// An empty page.
    package init() {}

    /// A piece of HTML that is well-formed XML or, with what is added later, becomes that.
    package mutating func add(_ html: String) { parts.append(html) }

    /// Pictures side by side where there is room: caption, the commands that repeat what is shown, a document of SVG. Nothing
    /// where there are none.
    package mutating func figures(_ figures: [(caption: String, commands: [String], svg: String)]) {
        if figures.isEmpty { return }
        add("<div class=\"figures\">")
        for figure in figures {
            pictures += 1
            add(PageParts.figure(figure.caption, commands: figure.commands, InlineSVG.body(figure.svg, figure: pictures)))
        }
        add("</div>")
    }

    /// The whole page.
    package func html(title: String) -> String { PageParts.document(title: title, body: parts.joined(separator: "\n")) }
}
