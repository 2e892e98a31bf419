// swift-tools-version: 6.1
import PackageDescription

// A package that depends on a tagged version of NumericCore, as a user's would; scripts/test says where it is.
let package = Package(
    name: "Consumer",
    dependencies: [
        .package(url: Context.environment["NASHBENCH_URL"] ?? "", from: "999.0.0"),
    ],
    targets: [
        .executableTarget(name: "Consumer", dependencies: [.product(name: "NumericCore", package: "nashbench")]),
    ]
)
