import Picket
import Testing

/// Whether a host observes its scripts changes nothing about how they end.
@Suite struct ObservationTests {
    private static let successes: [Command.Success] = [.noError, .exactly(201), .anyOf([200, 204]), .any2xx]

    /// A body answers with a value and no status: it ended well, whatever status the command would expect of a platform.
    @Test(arguments: successes, [true, false])
    func aBodyThatAnswersEndsWell(_ success: Command.Success, isObserved: Bool) async {
        var interpreter = Interpreter()
        interpreter.register(Command("now-or-never", success: success)) { _ in 1 }
        interpreter.register(Command("later", success: success), async: { _ in 2 })
        if isObserved { interpreter.onEvent = { _ in } }
        let result = await interpreter.run("now-or-never\nprint $last.body\nlater\nprint $last.body")
        #expect(result.exitStatus == 0, "\(result.failure?.diagnostic.message ?? "")")
        #expect(result.output == ["1", "2"])
    }

    @Test(arguments: [true, false])
    func aBodyThatThrowsFails(isObserved: Bool) async {
        struct Refusal: Error {}
        var interpreter = Interpreter()
        interpreter.register(Command("refuse", success: .any2xx)) { _ in throw Refusal() }
        if isObserved { interpreter.onEvent = { _ in } }
        let result = await interpreter.run("refuse")
        #expect(result.failure?.diagnostic.code == "command-failed")
        #expect(result.exitStatus == 1)
    }
}
