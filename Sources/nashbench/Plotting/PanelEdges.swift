/// The edges of a plot, in fractions of its picture from the left and from the bottom.
struct PanelEdges {
    let left: Double
    let right: Double
    let bottom: Double
    let top: Double

    /// The plot of a figure of a page: what is not its margins, in units of SVG.
    static func figure(left: Double, right: Double = 18, height: Double, bottom: Double = 66, top: Double = 12) -> PanelEdges {
        PanelEdges(left: left / PageFigure.width, right: 1 - right / PageFigure.width, bottom: bottom / height, top: 1 - top / height)
    }
}

/// A picture of a page.
struct PageFigure {
    /// In units of SVG: narrow, so that its text can still be read on a telephone.
    static let width = 440.0

    /// What it shows.
    let caption: String
    /// gnuplot's, with SVG as its format.
    let script: String
}
