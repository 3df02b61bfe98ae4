import PicketReports
import PicketRuntime
import PicketSyntax
import PicketSystem

/// `picket report`
enum ReportCommand {
    /// What it does with reports.
    enum Action: String, CaseIterable {
        case merge
    }

    static func run(_ line: CommandLineWords) throws {
        let settings = try Settings(line.options)
        switch line.operands.first.flatMap(Action.init(rawValue:)) {
        case .merge: try merge(Array(line.operands.dropFirst()), settings, try ReportOptions(settings, of: .report))
        case nil:
            let near = line.operands.first.flatMap { nearest($0, in: Action.allCases.map(\.rawValue)) }
            if let near { throw Ending.usage("`picket report` cannot `\(line.operands[0])`; did you mean `\(near)`?") }
            throw Ending.usage("say what to do with reports: `picket report merge --report-junit FILE SHARD.json…`")
        }
    }

    private static func merge(_ paths: [String], _ settings: Settings, _ options: ReportOptions) throws {
        guard !paths.isEmpty else {
            throw Ending.usage("give the JSON reports to merge: `picket report merge --report-junit FILE SHARD.json…`")
        }
        guard !options.files.isEmpty else {
            throw Ending.usage("say which reports to write, such as `--report-junit FILE` or `--report-html FILE`")
        }
        let uses = FileUses(settings, [], SafetyOptions(), options, reports: paths)
        try uses.check()
        var merge = ReportMerge(version: ProgramCommand.version)
        for path in paths { merge.add(try report(path), from: path) }
        let merged: Report
        do throws(MergeProblem) {
            merged = try merge.merged()
        } catch {
            throw Ending.usage(error.message)
        }
        let report = Door.show(merged)
        let isWritten = ReportWriter.write(report, options, uses)
        Console.standard.flush()
        let isLost = !isWritten || Console.standard.hasLost
        TestPrinter(settings).summarize(report, slowest: 0, nil, isLost: isLost)
        if !isWritten { throw Ending(ExitStatus.failed) }
    }

    /// Reads a JSON report; `-` is standard input.
    private static func report(_ path: String) throws -> Report {
        let bytes: [UInt8]
        do throws(FileProblem) {
            let isInput = OutputFile.isStandardOutput(path)
            let file = isInput ? try InputFile.standard.bytes() : try InputFile.bytes(of: path)
            bytes = try FileText.checked(file)
        } catch {
            throw Ending.usage("cannot read `\(path)`: \(error.detail)")
        }
        do throws(ReportProblem) {
            return try ReportReader.report(bytes)
        } catch {
            throw Ending.usage("cannot merge `\(path)`: \(error.message)")
        }
    }
}
