// The names are those of picket.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPicket
import Picket

/// The problems of a program or a run, which keeps this handle.
final class ProblemsHandle: Handle {
    private let problems: ShownProblems

    init(_ problems: ShownProblems) { self.problems = problems }

    var count: Int { problems.parts.count }

    /// The address for the host. It is not retained for it.
    var address: OpaquePointer { OpaquePointer(Unmanaged.passUnretained(self).toOpaque()) }

    func part(_ index: Int) -> DiagnosticParts? {
        problems.parts.indices.contains(index) ? problems.parts[index] : nil
    }

    func rendered(_ style: RenderStyle) -> String { problems.rendered(style) }
}

private func part(_ problems: OpaquePointer?, _ index: Int) -> DiagnosticParts? {
    ProblemsHandle.at(problems)?.part(index)
}

/// A text of one problem.
private func text(
    _ problems: OpaquePointer?, _ index: Int, _ length: UnsafeMutablePointer<Int>?, function: StaticString = #function,
    _ choose: (DiagnosticParts) -> String?
) -> UnsafePointer<CChar>? {
    guard let handle = ProblemsHandle.at(problems), let part = handle.part(index) else {
        length?.pointee = 0
        return nil
    }
    return handle.texts.text(length, function: function, index: index) { choose(part) }
}

@c @implementation public func picket_problems_count(_ problems: OpaquePointer?) -> Int {
    ProblemsHandle.at(problems)?.count ?? 0
}

@c @implementation public func picket_problem_severity(_ problems: OpaquePointer?, _ index: Int) -> picket_severity {
    switch part(problems, index)?.severity {
    case .error: PICKET_ERROR
    case .warning: PICKET_WARNING
    case nil: PICKET_NO_PROBLEM
    }
}

@c @implementation public func picket_problem_code(_ problems: OpaquePointer?, _ index: Int) -> UnsafePointer<CChar>? {
    text(problems, index, nil) { $0.code }
}

@c @implementation public func picket_problem_message(
    _ problems: OpaquePointer?, _ index: Int, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    text(problems, index, length) { $0.message }
}

@c @implementation public func picket_problem_help(
    _ problems: OpaquePointer?, _ index: Int, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    text(problems, index, length) { $0.help }
}

@c @implementation public func picket_problem_file(_ problems: OpaquePointer?, _ index: Int) -> UnsafePointer<CChar>? {
    text(problems, index, nil) { $0.region?.file }
}

@c @implementation public func picket_problem_line(_ problems: OpaquePointer?, _ index: Int) -> Int64 {
    Int64(part(problems, index)?.region?.line ?? 0)
}

@c @implementation public func picket_problem_column(_ problems: OpaquePointer?, _ index: Int) -> Int64 {
    Int64(part(problems, index)?.region?.column ?? 0)
}

@c @implementation public func picket_problems_rendered(
    _ problems: OpaquePointer?, _ style: picket_style, _ length: UnsafeMutablePointer<Int>?
) -> UnsafePointer<CChar>? {
    let chosen: RenderStyle? =
        switch style {
        case PICKET_PLAIN: .plain
        case PICKET_COLORED: .colored
        case PICKET_JSON: .json
        default: nil
        }
    guard let handle = ProblemsHandle.at(problems), let chosen else {
        length?.pointee = 0
        return nil
    }
    return handle.texts.text(length, index: Int(style.rawValue)) { handle.rendered(chosen) }
}
