// The snippet of the landing page of `Compare`.
import Compare

func compare(_ swiftlet: String) async -> ComparisonRecord {
  var rivals = ["reactor", "thread", "process"].map { model in
    Rival(name: model, kind: .model(program: [swiftlet], model: model, options: []), summary: model)
  }
  rivals.append(Rival(name: "mine", kind: .peer(words: ["./my-echo", "{port}"]), summary: "ours"))
  var plan = ComparisonPlan(rivals, scale: .quick, version: "1.0", command: ["nightly"])
  plan.works = [.connections, .churn]
  plan.guardian = GuardianCommand(words: [swiftlet, "guard"])
  let cores = CorePlan.current()
  cores.pinCurrentThreadToClient()
  let record = await Comparison(plan, cores: cores).run { print($0.setting, $0.rival) }
  print(ComparisonText(record).text)
  return record
}
