import PicketSyntax

/// Converts literals for the parameters of a command.
extension TreeReader {
    /// Reports a list or map literal for a parameter that does not take one.
    func refuseContainer(_ value: Expression, _ parameter: Parameter, of command: Command) {
        guard parameter.kind != .value else { return }
        switch ungrouped(value) {
        case .list: report(.wrongArgument(kind: "a list", parameter, of: command.name, at: location(value.span)))
        case .map where parameter.kind != .tags:
            report(.wrongArgument(kind: "a map", parameter, of: command.name, at: location(value.span)))
        default: break
        }
    }

    /// Converts a literal for its parameter, or reports why that is not possible. A text parameter takes a bare word as
    /// it is written.
    ///
    /// - Parameters:
    ///
    ///   - span: the text, without quotes.
    ///
    ///   - text: the slot's content if the parameter takes a text.
    func literal(
        _ span: SourceSpan, _ typed: WordValue, _ text: ArgumentSlot, _ value: Expression, _ slot: Int,
        _ shape: CommandShape
    ) -> ArgumentSlot {
        switch (shape.kinds[slot], typed) {
        case (.text, _): break
        case (.path, _):
            if case .text = text { checkPath(source.bytes(span), at: value.span) }
        case (.tags, _):
            if case .text = text { checkTags(source.bytes(span), at: value.span) }
        case (.integer(let bounds), .integer(let number)):
            if !bounds.contains(number) {
                report(
                    .argumentOutOfBounds(
                        number, bounds, shape.parameters[slot].name, of: shape.command.name, at: location(value.span)))
            }
            return .cell(Cell(number))
        case (.boolean, .boolean), (.duration, .duration), (.value, _): return Cell(typed).map { .cell($0) } ?? text
        default: reportWrong(value, shape.parameters[slot], of: shape.command)
        }
        return text
    }

    func checkTags(_ bytes: UnsafeBufferPointer<UInt8>, at span: SourceSpan) {
        guard let problem = TagSyntax.problem(in: UnsafeRawBufferPointer(bytes)) else { return }
        report(.malformedTags(problem, at: location(span)))
    }

    func checkPath(_ bytes: UnsafeBufferPointer<UInt8>, at span: SourceSpan) {
        guard let problem = PathSyntax.problem(in: bytes) else { return }
        report(.malformedPath(problem, at: location(span)))
    }

    private func reportWrong(_ value: Expression, _ parameter: Parameter, of command: Command) {
        var help = "put it in quotes to make it a string" as String?
        if case .commandWord = value { help = nil }
        report(
            .wrongArgument(
                constantText(value) ?? "", parameter, of: command.name, at: location(value.span), help: help))
    }
}
