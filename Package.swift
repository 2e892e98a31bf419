// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "nashbench",
    products: [
        .library(name: "NumericCore", targets: ["NumericCore"]),
        .library(name: "PublishedClaims", targets: ["PublishedClaims"]),
        .library(name: "Persuasion", targets: ["Persuasion"]),
        .executable(name: "nashbench", targets: ["nashbench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    ],
    targets: [
        .target(
            name: "CKernels",
            cSettings: [.define("NDEBUG", .when(configuration: .release))],
            // OpenBLAS is not linked but loaded when first used. dl: for a C library older than glibc 2.34.
            linkerSettings: [.linkedLibrary("m"), .linkedLibrary("dl", .when(platforms: [.linux]))]
        ),
        .target(name: "NumericCore", dependencies: ["CKernels"]),
        .target(name: "PublishedClaims", dependencies: ["NumericCore"]),
        .target(name: "Persuasion", dependencies: ["NumericCore"]),
        .target(name: "CBench"),
        .target(name: "Bench", dependencies: ["NumericCore", "CKernels", "CBench"]),
        .executableTarget(
            name: "nashbench",
            dependencies: [
                "NumericCore", "Bench", "PublishedClaims", "Persuasion", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .target(name: "TestSupport", dependencies: ["NumericCore"], path: "Tests/TestSupport"),
        .testTarget(name: "CKernelsTests", dependencies: ["CKernels", "TestSupport"]),
        .testTarget(
            name: "NumericCoreTests", dependencies: ["NumericCore", "CKernels", "TestSupport"]),
        .testTarget(name: "PublishedClaimsTests", dependencies: ["PublishedClaims", "NumericCore"]),
        .testTarget(name: "PersuasionTests", dependencies: ["Persuasion", "NumericCore", "TestSupport"]),
        .testTarget(name: "BenchTests", dependencies: ["Bench", "NumericCore", "TestSupport"]),
        .testTarget(name: "NashbenchTests", dependencies: ["nashbench", "Bench", "NumericCore", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c17
)
