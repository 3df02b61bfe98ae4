package import PicketRuntime
package import PicketSyntax

/// A problem at a place of a script, for the services with which people review changes.
package struct Finding: Sendable, Equatable {
    /// A part of a file. Lines and columns count from 1, columns count Unicode scalars, and the end is exclusive.
    package struct Region: Sendable, Equatable {
        package var file: ProjectPath
        package var line: Int
        package var column: Int
        /// Nil if only the beginning is known.
        package var end: End?

        package struct End: Sendable, Equatable {
            package var line: Int
            package var column: Int
        }

        /// The last line that the part has something of.
        var lastLine: Int {
            guard let end else { return line }
            return end.column == 1 && end.line > line ? end.line - 1 : end.line
        }
    }

    package struct Note: Sendable, Equatable {
        package var message: String
        package var region: Region?
    }

    /// Something that is known about it, such as `expected`.
    package struct Fact: Sendable, Equatable {
        package var name: String
        package var value: String
    }

    /// The code of its diagnostic.
    package var code: String
    package var severity: Diagnostic.Severity
    /// Whose problem it is: the program and the code, or a test.
    package var title: String
    package var message: String
    /// What is said of the place; empty for nothing.
    package var label = ""
    package var facts: [Fact] = []
    package var notes: [Note] = []
    package var help = ""
    package var region: Region?

    /// Everything beside the message, a line each.
    var details: [String] {
        (label.isEmpty ? [] : [label]) + facts.map { "\($0.name): \($0.value)" }
            + notes.map { note in "note: \(note.message)" + (note.region.map { " (\($0.description))" } ?? "") }
            + (help.isEmpty ? [] : ["help: \(help)"])
    }
}

extension Finding.Region {
    /// `file:line:column`.
    var description: String { "\(file.text):\(line):\(column)" }
}

/// Where a file is, for a service that knows the folder of a project.
package enum ProjectPath: Sendable, Equatable {
    /// Its path below the folder.
    case inside(String)
    /// Its path from the root of the file system.
    case outside(String)
    /// The name of a text that is in no file, such as `<stdin>`.
    case noFile(String)

    package var text: String {
        switch self {
        case .inside(let path), .outside(let path), .noFile(let path): path
        }
    }

    /// Compares bytes, as for every path.
    package static func == (left: ProjectPath, right: ProjectPath) -> Bool {
        switch (left, right) {
        case (.inside, .inside), (.outside, .outside), (.noFile, .noFile): left.text.utf8.elementsEqual(right.text.utf8)
        default: false
        }
    }
}

/// The findings of a check or a run, each once, in their order.
package struct FindingList: Sendable {
    /// The version of picket.
    package let version: String
    package private(set) var findings: [Finding] = []
    /// The places, codes and messages of the findings.
    private var known: Set<[UInt8]> = []

    package init(version: String, _ findings: [Finding] = []) {
        self.version = version
        for finding in findings { add(finding) }
    }

    /// Adds a finding, unless the same was found at the same place: a file may be included by several others.
    package mutating func add(_ finding: Finding) {
        let parts = [finding.region?.description ?? "", finding.code, finding.message]
        if known.insert(Array(parts.map(\.utf8).joined(separator: [0]))).inserted { findings.append(finding) }
    }

    /// A name for each finding that does not change when lines above it are added or removed, and that no other has.
    var fingerprints: [String] {
        var counts: [[[UInt8]]: Int] = [:]
        return findings.map { finding in
            let parts = [finding.region?.file.text ?? "", finding.code, finding.message]
            let count = (counts[parts.map { Array($0.utf8) }] ?? 0) + 1
            counts[parts.map { Array($0.utf8) }] = count
            return StableHash.text(parts + [String(count)])
        }
    }
}

// MARK: Redaction

extension FindingList: Showable {
    package func shown(by redactor: Redaction) -> FindingList {
        var shown = self
        shown.findings = findings.shown(by: redactor)
        return shown
    }
}

extension Finding: Showable {
    package func shown(by redactor: Redaction) -> Finding {
        var shown = self
        shown.title = redactor.redact(title)
        shown.message = redactor.redact(message)
        shown.label = redactor.redact(label)
        shown.facts = facts.map { Fact(name: $0.name, value: redactor.redact($0.value)) }
        shown.notes = notes.map { Note(message: redactor.redact($0.message), region: $0.region.shown(by: redactor)) }
        shown.help = redactor.redact(help)
        shown.region = region.shown(by: redactor)
        return shown
    }
}

extension Finding.Region: Showable {
    package func shown(by redactor: Redaction) -> Finding.Region {
        var shown = self
        switch file {
        case .inside(let path): shown.file = .inside(redactor.redact(path))
        case .outside(let path): shown.file = .outside(redactor.redact(path))
        case .noFile(let name): shown.file = .noFile(redactor.redact(name))
        }
        return shown
    }
}
