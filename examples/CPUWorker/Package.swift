// swift-tools-version: 6.2
import PackageDescription

/// The upcoming features that change how an API is used; the other examples go without them.
let upcoming: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
  name: "CPUWorker",
  dependencies: [.package(name: "swiftlet", path: "../..")],
  targets: [
    .target(
      name: "PrimeServer",
      dependencies: [
        .product(name: "EchoProtocol", package: "swiftlet"),
        .product(name: "EchoServers", package: "swiftlet"),
        .product(name: "Reactor", package: "swiftlet"),
      ], swiftSettings: upcoming),
    .executableTarget(
      name: "cpu-worker",
      dependencies: [
        "PrimeServer",
        .product(name: "EchoServers", package: "swiftlet"),
        .product(name: "Reactor", package: "swiftlet"),
      ], swiftSettings: upcoming),
    .testTarget(
      name: "PrimeServerTests",
      dependencies: [
        "PrimeServer",
        .product(name: "EchoServers", package: "swiftlet"),
        .product(name: "Reactor", package: "swiftlet"),
      ], swiftSettings: upcoming),
  ]
)
