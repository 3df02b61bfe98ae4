import Picket
import Testing

/// Whether a host observes its scripts changes nothing about how they end.
@Suite struct ObservationTests {
    private static let successes: [Command.Success] = [.noError, .exactly(201), .anyOf([200, 204]), .any2xx]

    /// A body answers with a value and no status: it ended well, whatever status the command would expect of a platform.
    @Test(arguments: successes, [true, false])
    func aBodyThatAnswersEndsWell(_ success: Command.Success, isObserved: Bool) async throws {
        var library = Library()
        try library.add(Command("now-or-never", success: success)) { _ in 1 }
        try library.add(Command("later", success: success), async: { _ in 2 })
        var options = RunOptions()
        if isObserved { options.onEvent = { _ in } }
        let result = await library.run(
            "now-or-never\nprint $last.body\nlater\nprint $last.body", options: options)
        #expect(result.exitStatus == 0, "\(result.failure?.diagnostic.message ?? "")")
        #expect(result.output == ["1", "2"])
    }

    @Test(arguments: [true, false])
    func aBodyThatThrowsFails(isObserved: Bool) async throws {
        struct Refusal: Error {}
        var library = Library()
        try library.add(Command("refuse", success: .any2xx)) { _ in throw Refusal() }
        var options = RunOptions()
        if isObserved { options.onEvent = { _ in } }
        let result = await library.run("refuse", options: options)
        #expect(result.failure?.diagnostic.code == "command-failed")
        #expect(result.exitStatus == 1)
    }
}
