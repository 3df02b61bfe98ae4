/// Elements at consecutive positions, from which the lowest are removed over time.
///
/// Adding at the end and removing at the beginning take constant time.
struct Window<Element> {
    private var elements: [Element?] = []
    /// The index in `elements` of the first element that is not removed.
    private var first = 0
    /// The position of the first element.
    private(set) var start = 0

    /// The position after the last element.
    var end: Int { start + elements.count - first }

    var isEmpty: Bool { first == elements.count }

    /// The element at a position; nil if it was removed or not added yet.
    subscript(position: Int) -> Element? {
        get { position >= start && position < end ? elements[first + position - start] : nil }
        set {
            guard position >= start, position < end else { return }
            elements[first + position - start] = newValue
        }
    }

    /// The remaining elements, in order.
    var all: [Element] { elements[first...].compactMap { $0 } }

    mutating func append(_ element: Element) { elements.append(element) }

    /// Removes the first position, and returns its element.
    mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        let element = elements[first]
        elements[first] = nil
        first += 1
        start += 1
        if first == elements.count {
            if first == 1 { elements.removeLast() } else { elements.removeAll(keepingCapacity: true) }
            first = 0
        } else if first >= 64, first * 2 >= elements.count {
            elements.removeFirst(first)
            first = 0
        }
        return element
    }
}
