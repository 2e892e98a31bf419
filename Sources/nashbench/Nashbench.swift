import ArgumentParser
import NumericCore

@main
struct Nashbench: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "nashbench", version: Release.version)
}
