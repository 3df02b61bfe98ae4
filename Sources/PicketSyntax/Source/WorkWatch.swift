/// Lets a caller stop the parser or the checker early.
///
/// It belongs to the thread that works on the text. The thread counts every part of its work, and asks the question
/// only now and then.
package final class WorkWatch {
    private let question: () -> Bool
    private var partsUntilQuestion = WorkWatch.partsPerQuestion
    /// Whether the work must stop. It never becomes false again.
    package private(set) var isOver = false

    private static let partsPerQuestion = 256

    /// - Parameter question: returns whether the work must stop.
    package init(_ question: @escaping () -> Bool) {
        self.question = question
    }

    /// Counts a part of the work, and returns whether the work must stop.
    package func countPart() -> Bool {
        partsUntilQuestion -= 1
        return partsUntilQuestion > 0 ? isOver : ask()
    }

    /// Asks the question now, before an expensive part.
    package func ask() -> Bool {
        partsUntilQuestion = WorkWatch.partsPerQuestion
        isOver = isOver || question()
        return isOver
    }
}
