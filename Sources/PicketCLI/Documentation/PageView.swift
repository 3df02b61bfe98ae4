import PicketRuntime
import PicketSystem
import PicketTerminal

/// Shows a page: through the user's pager on a terminal, and otherwise on standard output.
enum PageView {
    static func show(_ markdown: String) {
        let isTerminal = StandardOutput.isTerminal
        let colors = isTerminal && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb"
        let text = Door.show(MarkdownText(markdown, colors: colors).content)
        guard isTerminal, Environment["TERM"] != "dumb" else { return Console.standard.out(text) }
        Console.standard.flush()
        if !Pager.show(text.content) { Console.standard.out(text) }
    }
}
