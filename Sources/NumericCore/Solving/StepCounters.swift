/// What a first-order solve's steps were.
public struct StepCounters: Sendable, Equatable {
    /// Anderson steps taken: the residual fell.
    public var mixed = 0
    /// Anderson steps refused because the residual rose or left the range of doubles; a plain step took their place.
    public var refused = 0
    /// Plain forward-backward steps.
    public var forward = 0
    /// Extragradient steps: a forward step that did not bring the residual down, corrected by the gradient where it led.
    public var corrected = 0
    /// Times the step was shortened because the gradient changed more than the efforts.
    public var shortened = 0
    /// Times the metric was taken anew and the memory dropped.
    public var renewed = 0

    /// All zero.
    public init() {}
}
