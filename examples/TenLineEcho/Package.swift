// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "TenLineEcho",
  dependencies: [.package(name: "swiftlet", path: "../..")],
  targets: [
    .executableTarget(
      name: "TenLineEcho", dependencies: [.product(name: "Reactor", package: "swiftlet")]),
    .testTarget(
      name: "TenLineEchoTests",
      dependencies: ["TenLineEcho", .product(name: "Reactor", package: "swiftlet")]),
  ]
)
