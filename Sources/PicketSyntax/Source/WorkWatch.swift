/// Lets whoever waits end the reading or checking of a text before its end.
///
/// It belongs to the thread that works on the text, and is asked at every part of it; the question itself is put now and
/// then only.
package final class WorkWatch {
    private let question: () -> Bool
    private var partsUntilQuestion = WorkWatch.partsPerQuestion
    /// Whether the work is to end; once it is, it stays so.
    package private(set) var isOver = false

    private static let partsPerQuestion = 256

    /// - Parameter question: says whether the work is to end.
    package init(_ question: @escaping () -> Bool) {
        self.question = question
    }

    /// Counts a part of the work, and says whether it is to end.
    package func countPart() -> Bool {
        partsUntilQuestion -= 1
        return partsUntilQuestion > 0 ? isOver : ask()
    }

    /// Puts the question now: before a part that takes long.
    package func ask() -> Bool {
        partsUntilQuestion = WorkWatch.partsPerQuestion
        isOver = isOver || question()
        return isOver
    }
}
