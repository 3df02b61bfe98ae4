// A checker for an editor: it prints the problems of a script as `file:line:column: severity: message`, and what may be
// typed at a place.
//
//     host                       checks the text below, and completes it at several places
//     host FILE                  checks a file
//     host FILE LINE COLUMN      completes a file at a place
//
// An editor asks the same questions after each change, and shows the answers in its own way.
import Foundation
import Picket

var library = Library()
try library.add(
    Command(
        "order", summary: "orders something",
        parameters: [
            .word("item", completion: .words(["bolts", "nuts"]), summary: "what is ordered"),
            Parameter("count", .integer(1...9), summary: "how many"),
            Parameter("gift", .boolean, isRequired: false),
        ]))
try library.add(function: "price", "item", summary: "what it costs") { (item: String) in item.utf8.count }
library.modules = [ScriptText("parts", "# Orders one of it.\ndef one(item) { order $item count=1 }\n")]

let services = EditorServices(library)

/// Prints each problem in a line.
func check(_ text: String, _ name: String) {
    for problem in services.check(text, name: name) {
        let (line, column) = problem.location?.position ?? (1, 1)
        print("\(name):\(line):\(column): \(problem.severity): \(problem.message)")
    }
}

/// Prints what may be typed at a place, and what stands there.
func complete(_ text: String, _ name: String, line: Int, column: Int) {
    let offset = offset(of: line, column, in: text)
    print("\(name):\(line):\(column):")
    for item in services.complete(text, at: offset, name: name) {
        print("    \(item.text)  \(item.kind)\(item.detail.isEmpty ? "" : ": " + item.detail)")
    }
    if let hover = services.hover(text, at: offset, name: name) {
        print("    this is `\(hover.signature)`: \(hover.summary)")
    }
}

/// The UTF-8 offset of a line and a column, both counted from 1. A column is a Unicode scalar, as in diagnostics.
func offset(of line: Int, _ column: Int, in text: String) -> Int {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard line >= 1, line <= lines.count else { return text.utf8.count }
    let before = lines[..<(line - 1)].reduce(0) { $0 + $1.count + 1 }
    return before
        + String(Substring(lines[line - 1])).unicodeScalars.prefix(max(column - 1, 0)).reduce(0) { $0 + $1.utf8.count }
}

let arguments = CommandLine.arguments.dropFirst().map { $0 }
if let name = arguments.first {
    let text = try String(contentsOfFile: name, encoding: .utf8)
    if arguments.count == 3, let line = Int(arguments[1]), let column = Int(arguments[2]) {
        complete(text, name, line: line, column: column)
    } else {
        check(text, name)
    }
} else {
    let text = """
        include parts
        let grand = "größer"
        order nuts count=12
        sohw bolts
        one nuts
        print "größer: $(price(bolts)) and $gr
        """
    check(text, "demo.picket")
    complete(text, "demo.picket", line: 3, column: 7)
    complete(text, "demo.picket", line: 3, column: 14)
    complete(text, "demo.picket", line: 5, column: 3)
    complete(text, "demo.picket", line: 6, column: 39)
}
