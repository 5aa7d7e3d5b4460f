// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is compiled with: the strictest checks the language has.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  // `Bytes.span` returns a view that the compiler ties to its buffer.
  .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
  name: "swiftlet",
  products: [
    .executable(name: "swiftlet", targets: ["swiftlet"]),
    .library(name: "Reactor", targets: ["Reactor"]),
    .library(name: "EchoProtocol", targets: ["EchoProtocol"]),
    .library(name: "EchoServers", targets: ["EchoServers"]),
    .library(name: "Measurement", targets: ["Measurement"]),
    .library(name: "Stress", targets: ["Stress"]),
    .library(name: "Reports", targets: ["Reports"]),
    .library(name: "Compare", targets: ["Compare"]),
  ],
  targets: [
    // C enters here and nowhere else.
    .systemLibrary(
      name: "CLibevent", path: "Modules/CLibevent", pkgConfig: "libevent_core",
      providers: [.apt(["libevent-dev"])]),
    .systemLibrary(name: "CLinux", path: "Modules/CLinux"),
    .systemLibrary(
      name: "CCrypto", path: "Modules/CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CZlib", path: "Modules/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // Floor 1: what every model shares.
    .target(name: "Sockets", dependencies: ["CLinux"], swiftSettings: strict),
    .target(
      name: "EchoProtocol", dependencies: ["CLinux", "CCrypto", "CZlib"], swiftSettings: strict),
    .target(name: "Measurement", dependencies: ["CLinux", "CZlib"], swiftSettings: strict),

    // Floor 2: the event loop.
    .target(
      name: "Reactor", dependencies: ["Sockets", "CLibevent", "CLinux"], swiftSettings: strict),

    // Floor 3: what is built on it.
    .target(
      name: "EchoServers", dependencies: ["CLinux", "EchoProtocol", "Reactor", "Sockets"],
      swiftSettings: strict),
    .target(
      name: "Stress",
      dependencies: ["CLinux", "EchoProtocol", "Measurement", "Reactor", "Sockets"],
      swiftSettings: strict),

    // Floor 4: what is kept of runs.
    .target(
      name: "Reports",
      dependencies: ["CLinux", "EchoProtocol", "Measurement", "Stress"], swiftSettings: strict),

    // Floor 5: models and peers side by side, judged.
    .target(
      name: "Compare",
      dependencies: ["EchoProtocol", "Measurement", "Reports", "Sockets", "Stress", "CLinux"],
      swiftSettings: strict),

    // Floor 6: the command line.
    .executableTarget(
      name: "swiftlet",
      dependencies: [
        "CLinux", "Compare", "EchoProtocol", "EchoServers", "Measurement", "Reactor", "Reports",
        "Sockets", "Stress",
      ],
      swiftSettings: strict),

    // What several test targets share.
    .target(
      name: "TestSupport", dependencies: ["CLinux", "Measurement", "Sockets"],
      path: "Tests/TestSupport",
      swiftSettings: strict),

    .testTarget(name: "SocketsTests", dependencies: ["CLinux", "Sockets"], swiftSettings: strict),
    .testTarget(
      name: "EchoProtocolTests", dependencies: ["CLinux", "EchoProtocol", "Measurement", "CZlib"],
      swiftSettings: strict),
    .testTarget(
      name: "MeasurementTests", dependencies: ["CLinux", "Measurement"], swiftSettings: strict),
    .testTarget(
      name: "ReactorTests",
      dependencies: ["CLinux", "Measurement", "Reactor", "Sockets", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "EchoServersTests",
      dependencies: [
        "CLinux", "EchoServers", "EchoProtocol", "Measurement", "Reactor", "Sockets", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "StressTests",
      dependencies: ["CLinux", "Stress", "EchoServers", "Measurement", "Reactor"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "CLinux", "Reports", "EchoProtocol", "Measurement", "Reactor", "Stress", "TestSupport",
      ],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "CompareTests",
      dependencies: [
        "Compare", "CLinux", "EchoProtocol", "EchoServers", "Measurement", "Reactor", "Reports",
        "Sockets", "Stress", "TestSupport",
      ],
      exclude: ["Text/Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests", dependencies: ["CLinux", "swiftlet"], swiftSettings: strict),
    .testTarget(
      name: "IntegrationTests",
      dependencies: [
        "CLinux", "EchoServers", "EchoProtocol", "Reactor", "Sockets", "Stress", "Measurement",
        "TestSupport",
      ],
      swiftSettings: strict),
  ]
)
