import Foundation
import Goldens

/// What a page shows beside what came of it.
struct PageComparison {
    /// Sentences about what differs.
    private(set) var problems: [String] = []
    /// The texts that the blocks should have, by their places; only those that differ.
    private(set) var corrections: [Int: String] = [:]

    init(_ page: Page, _ steps: [PageStep], _ results: [PageRun.Result]) {
        var texts: [Int: String] = [:]
        for (step, result) in zip(steps, results) {
            let place = "\(page.name), \(page.heading(of: page.blocks[step.block]))"
            if let status = step.status, status != result.status {
                problems.append("\(place): \(step.deed): exit status \(result.status):\n\(result.output)")
            }
            switch step.deed {
            case .file:
                if result.status != 0 { problems.append("\(place): the file cannot be written: \(result.output)") }
            case .command: texts[step.block, default: ""] += step.typed + Self.lines(result.output)
            case .sample: texts[step.block] = Self.lines(result.output)
            case .check, .fragment: break
            case .error(_, let code, _):
                if !result.output.contains("[\(code)]") {
                    problems.append("\(place): the sample is not `\(code)`:\n\(result.output)")
                }
            }
        }
        for (place, text) in texts {
            let block = page.blocks[place]
            guard PageRun.plain(block.text) != PageRun.plain(text) else { continue }
            corrections[place] = text
            let difference = lineDifference(PageRun.plain(block.text), PageRun.plain(text))
            problems.append("\(page.name), \(page.heading(of: block)):\n\(difference)")
        }
    }

    /// Output ends with a newline, and a page has no blanks at the ends of lines.
    private static func lines(_ output: String) -> String {
        let text = output.replacing(#/(?m)[ \t]+$/#, with: "")
        return text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    }
}
