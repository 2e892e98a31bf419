// swift-tools-version: 6.1
import PackageDescription

/// Systems beside the contest, each a library on NumericCore and a folder of Sources and of Tests.
let systems = ["Agents", "Compensation", "Learning", "Openness", "Persuasion", "Planning"]
/// What a system stands on besides NumericCore.
let besides: [String: [Target.Dependency]] = [
    "Agents": [.product(name: "BigInt", package: "BigInt")],
    "Learning": [.byName(name: "CLearning")],
    "Persuasion": [.product(name: "BigInt", package: "BigInt")],
]
let libraries = ["NumericCore"] + systems + ["PublishedClaims"]

func dependencies(_ names: [String]) -> [Target.Dependency] { names.map { .byName(name: $0) } }

let package = Package(
    name: "nashbench",
    products: libraries.map { .library(name: $0, targets: [$0]) } + [.executable(name: "nashbench", targets: ["nashbench"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.0"),
    ],
    targets: [
        .target(
            name: "CKernels",
            cSettings: [.define("NDEBUG", .when(configuration: .release))],
            // OpenBLAS is not linked but loaded when first used. dl: for a C library older than glibc 2.34.
            linkerSettings: [.linkedLibrary("m"), .linkedLibrary("dl", .when(platforms: [.linux]))]
        ),
        .target(name: "NumericCore", dependencies: ["CKernels"]),
        .target(name: "PublishedClaims", dependencies: dependencies(["NumericCore"] + systems)),
        .target(
            name: "CLearning", cSettings: [.define("NDEBUG", .when(configuration: .release))],
            linkerSettings: [.linkedLibrary("m")]
        ),
        .target(name: "CBench"),
        .target(name: "Bench", dependencies: dependencies(["NumericCore", "CKernels", "CBench", "Compensation", "Learning", "Openness", "Persuasion", "Planning"])),
        .executableTarget(
            name: "nashbench",
            dependencies: dependencies(libraries + ["Bench"]) + [.product(name: "ArgumentParser", package: "swift-argument-parser")]
        ),
        .target(name: "TestSupport", dependencies: ["NumericCore"], path: "Tests/TestSupport"),
        .testTarget(name: "CKernelsTests", dependencies: ["CKernels", "TestSupport"]),
        .testTarget(
            name: "NumericCoreTests", dependencies: ["NumericCore", "CKernels", "TestSupport"]),
        .testTarget(name: "PublishedClaimsTests", dependencies: ["PublishedClaims", "NumericCore", "Planning"]),
        .testTarget(name: "BenchTests", dependencies: ["Bench", "NumericCore", "TestSupport"]),
        .testTarget(name: "NashbenchTests", dependencies: dependencies(["nashbench", "Bench", "TestSupport"] + libraries)),
    ]
        + systems.map { .target(name: $0, dependencies: dependencies(["NumericCore"]) + (besides[$0] ?? [])) }
        + systems.map { .testTarget(name: "\($0)Tests", dependencies: dependencies([$0, "NumericCore", "PublishedClaims", "TestSupport"]) + (besides[$0] ?? [])) },
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c17
)
