import Picket

/// A notebook: cells of text that run one after another and see each other's names.
///
/// Beside the cells it shows what a notebook needs: problems with their places, the values of variables, a cell that does not
/// end, and a secret that is not shown.
var library = Library()
library.files = { request in
    guard request.kind == .csv, request.path == "fleet.csv" else { throw DataFileProblem("there is no such file") }
    return [["name": "sales", "size": 40], ["name": "billing", "size": 15], ["name": "archive", "size": 5]]
}
var options = RunOptions()
options.limits.steps = 1_000_000
options.environment = ["TOKEN": .secret("correct-horse-battery")]
// Lines appear while a cell runs.
options.onPrint = { print("   ", $0) }
let session = Session(library, options: options)

let cells = [
    "let fleet = csv(\"fleet.csv\")\nlen($fleet)",
    "def total(rows) {\n  let sum = 0\n  for row in $rows { set sum = $sum + $row.size }\n  return $sum\n}\ntotal($fleet)",
    "let large = []\nfor row in $fleet { if $row.size > 10 { append large $row.name } }\n$large",
    "print $larg",
    "let tried = true\nfail \"half-way\"\nlet never = 1",
    "while true { }",
    "let token = env(\"TOKEN\")\nprint \"the token is $token\"",
    "defer print \"the notebook is closed\"",
]
for (number, cell) in cells.enumerated() {
    print("[\(number + 1)]")
    let result = await session.run(cell, name: "cell \(number + 1)")
    print(result.rendered(), terminator: "")
}

// The values of variables, as an inspector of a notebook shows them.
for name in ["fleet", "large", "tried", "never", "token"] {
    print("\(name):", await session.value(of: name)?.description ?? "no value")
}
// A def with values of the host.
let answer = try await session.call("total", [[["size": 1], ["size": 2]]])
print("total:", answer)
do {
    _ = try await session.call("total", ["no list"])
} catch {
    print("total:", error.result.failure?.diagnostic.message ?? "")
}
print("failures at the end:", await session.close().recorded.count)
