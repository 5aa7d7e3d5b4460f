import Testing

@testable import Measurement

@Suite("Machine fingerprint")
struct MachineFingerprintTests {
  @Test("this machine has a kernel, cores and memory")
  func here() {
    let machine = MachineFingerprint.current()
    #expect(!machine.kernel.isEmpty && !machine.architecture.isEmpty)
    #expect(machine.cores >= 1)
    #expect(1...machine.cores ~= machine.allowedCores)
    #expect(machine.memoryBytes > 1 << 20)
  }

  @Test("the processor's name as each architecture gives it")
  func cpuModel() {
    let x86 =
      "processor\t: 0\nmodel\t\t: 143\nmodel name\t: Intel(R) Xeon(R): 8 @ 2GHz \nflags\t: fpu\n"
    #expect(MachineFingerprint.cpuModel(in: x86) == "Intel(R) Xeon(R): 8 @ 2GHz")
    let arm = "processor\t: 0\nBogoMIPS\t: 243.75\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n"
    #expect(MachineFingerprint.cpuModel(in: arm) == "implementer 0x41 part 0xd0c")
    let power = "processor\t: 0\ncpu\t\t: POWER9, altivec supported\n"
    #expect(MachineFingerprint.cpuModel(in: power) == "POWER9, altivec supported")
    for text in ["", ":", "model name", "model name\t:\n", "\n\n:\n", "CPU part : 1"] {
      #expect(MachineFingerprint.cpuModel(in: text) == "")
    }
  }

  @Test("memory is the total, in bytes")
  func memory() {
    #expect(
      MachineFingerprint.memoryBytes(in: "MemTotal:       2048 kB\nMemFree: 1 kB\n") == 2 << 20)
    #expect(MachineFingerprint.memoryBytes(in: "") == 0)
    #expect(MachineFingerprint.memoryBytes(in: "MemTotal: 99999999999999999999 kB\n") == 0)
    #expect(MachineFingerprint.memoryBytes(in: "MemTotal: \(UInt64.max) kB\n") == 0)
  }

  @Test(
    "a control group's quota in cores",
    arguments: [
      ("150000 100000\n", 1.5), ("max 100000\n", nil), ("", nil), ("100000\n", nil),
      ("1 0\n", nil), ("-1 100000", nil), ("nan 1", nil), ("inf 1", nil),
    ] as [(String, Double?)])
  func quota(text: String, cores: Double?) {
    #expect(MachineFingerprint.quotaCores(in: text) == cores)
  }
}
