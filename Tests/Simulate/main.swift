import Foundation
import Simulation

// scripts/simulate COUNT [FIRST-SEED]: lives through so many histories and shrinks the first one that goes wrong.
let arguments = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
guard let count = arguments.first, CommandLine.arguments.count == arguments.count + 1 else {
    FileHandle.standardError.write(Data("usage: simulate COUNT [FIRST-SEED]\n".utf8))
    exit(2)
}
let first = arguments.count > 1 ? arguments[1] : 1
let summary = Simulation.run(seeds: first..<first + count) { line in print(line) }
print(summary.text)
exit(summary.isGood ? 0 : 1)
