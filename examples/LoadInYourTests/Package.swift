// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "LoadInYourTests",
  dependencies: [.package(name: "swiftlet", path: "../..")],
  targets: [
    .testTarget(
      name: "LoadInYourTests",
      dependencies: [
        .product(name: "EchoProtocol", package: "swiftlet"),
        .product(name: "EchoServers", package: "swiftlet"),
        .product(name: "Measurement", package: "swiftlet"),
        .product(name: "Reactor", package: "swiftlet"),
        .product(name: "Stress", package: "swiftlet"),
      ])
  ]
)
