/// A gnuplot script under construction. Whatever comes from a user is put in by ``text(_:)``.
struct GnuplotScript {
    private var lines: [String]
    private var blocks = 0

    /// Colours that stay apart for every kind of colour vision (Okabe and Ito, "Color Universal Design", 2008).
    enum Colour {
        static let human = "#0072B2"
        static let genAI = "#E69F00"
        static let worth = "#00815E"
        static let fall = "#D55E00"
        static let rise = "#0072B2"
        static let quiet = "#B8BEC4"
        static let ink = "#222222"
        static let faint = "#666666"
    }

    init(format: Gnuplot.Format, width: Int, height: Int, title: String, subtitle: String, source: String) {
        let points = format == .png ? 1.5 : 1.0
        func font(_ size: Double) -> String { "font ',\(Int(size * points))'" }
        lines = [
            "set encoding utf8",
            format.terminal(width: width, height: height),
            "set border 1 linecolor rgb '#888888'",
            "set tics nomirror scale 0.5 textcolor rgb '\(Colour.ink)'",
            "set grid linecolor rgb '#E4E4E4' linetype 1 linewidth 1",
            "set key off",
            "set multiplot",
            "set label 1 \(Self.text(title)) at screen 0.02, screen \(1 - 26 / Double(height)) left \(font(20)) textcolor rgb '\(Colour.ink)'",
            "set label 2 \(Self.text(subtitle)) at screen 0.02, screen \(1 - 52 / Double(height)) left \(font(13)) textcolor rgb '\(Colour.faint)'",
            "set label 3 \(Self.text(source)) at screen 0.02, screen \(16 / Double(height)) left \(font(11)) textcolor rgb '\(Colour.faint)'",
        ]
    }

    mutating func add(_ line: String) { lines.append(line) }

    /// Inline data: rows of numbers under a name that is returned. NaN leaves a gap.
    mutating func data(_ rows: [[Double]]) -> String {
        blocks += 1
        lines.append("$data\(blocks) << end_of_data")
        for row in rows { lines.append(row.map { $0.isFinite ? "\($0)" : "NaN" }.joined(separator: " ")) }
        lines.append("end_of_data")
        return "$data\(blocks)"
    }

    /// A picture without words around it, as wide as a telephone can show legibly: for pages, whose captions say what it is.
    static func figure(height: Int) -> GnuplotScript {
        GnuplotScript(format: .svg, width: Int(PageFigure.width), height: height, title: "", subtitle: "", source: "")
    }

    /// Where the next plot lies, and its heading.
    mutating func panel(_ edges: PanelEdges, heading: String) {
        lines += [
            "set lmargin at screen \(edges.left)", "set rmargin at screen \(edges.right)",
            "set bmargin at screen \(edges.bottom)", "set tmargin at screen \(edges.top)",
            "set label 9 \(Self.text(heading)) at graph 0, graph 1 left offset 0,0.9 textcolor rgb '\(Colour.ink)'",
            "unset logscale", "set xtics auto", "set ytics auto", "set format '%g'", "set autoscale",
        ]
    }

    /// The titles of the picture belong to its first plot alone.
    mutating func titlesAreDrawn() { lines += ["unset label 1", "unset label 2", "unset label 3"] }

    var text: String { (lines + ["unset multiplot", ""]).joined(separator: "\n") }

    /// A string literal that means exactly `value`: single quotes (in which gnuplot expands nothing), those within
    /// doubled, control characters as spaces. Quotes at the beginning are apart, in double quotes: gnuplot 5.4 takes two
    /// of them there for an empty string.
    static func text(_ value: String) -> String {
        let plain = String(String.UnicodeScalarView(value.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        let first = plain.prefix { $0 == "'" }
        let literal = "'" + plain.dropFirst(first.count).replacing("'", with: "''") + "'"
        return first.isEmpty ? literal : "\"\(first)\" . \(literal)"
    }

    /// A name short enough for a label.
    static func short(_ name: String, limit: Int = 22) -> String { name.count <= limit ? name : name.prefix(limit - 1) + "…" }

    /// The same, cut in the middle: for names whose ends tell them apart.
    static func shortInMiddle(_ name: String, limit: Int) -> String {
        guard name.count > limit else { return name }
        return name.prefix(limit / 2) + "…" + name.suffix(limit - 1 - limit / 2)
    }

    /// Tics with names of their own at given places. A tic's text is a format: percent signs are doubled.
    static func tics(_ names: [(name: String, place: Double)], limit: Int = 22) -> String {
        "(" + names.map { "\(text(short($0.name, limit: limit).replacing("%", with: "%%"))) \($0.place)" }.joined(separator: ", ") + ")"
    }
}
