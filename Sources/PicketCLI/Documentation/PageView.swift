import PicketRuntime
import PicketSystem
import PicketTerminal

/// Shows a page: through the user's pager on a terminal, and otherwise on standard output.
enum PageView {
    /// - Parameters:
    ///   - colors: Whether the page is coloured on a terminal.
    ///   - usesPager: Whether a terminal's pager shows it.
    static func show(
        _ markdown: String, colors: Bool = ColorPolicy.isAllowed, usesPager: Bool = !ColorPolicy.isTeleprinter
    ) {
        let isTerminal = StandardOutput.isTerminal
        let width = min(80, ScreenSize.textWidth)
        let text = Door.show(MarkdownText(markdown, colors: isTerminal && colors, width: width).content)
        guard isTerminal, usesPager else { return Console.standard.out(text) }
        Console.standard.flush()
        if let problem = Pager.show(text.content) {
            Console.standard.out(text)
            Console.standard.out("\(Door.showMessage(problem))\n")
        }
    }
}
