/// The first eight bytes of everything in the heap.
struct ObjectHeader {
    enum Color {
        static let free: UInt8 = 0
        static let white: UInt8 = 1
        static let black: UInt8 = 2
        /// A constant of compiled code: owned by its function, never marked and never swept.
        static let immortal: UInt8 = 3
    }

    static let largeClass: UInt8 = 255

    var color: UInt8
    /// One of `CellKind.heapText`, `.list`, `.map`.
    var kind: UInt8
    /// Whether more than one place may hold this container; a change then copies it first.
    var shared: UInt8
    /// The index of its size class, or `largeClass`.
    var sizeClass: UInt8
    /// Bytes of a text, elements of a list, entries of a map.
    var count: UInt32
}

/// A text of more than 15 bytes; its bytes follow the 16 bytes of the object.
struct TextObject {
    var header: ObjectHeader
    /// Zero until it is asked for.
    var hash: UInt64

    static let byteOffset = 16

    @inline(__always)
    var count: UInt32 { header.count }

    @inline(__always)
    static func at(_ object: UnsafeMutableRawPointer) -> UnsafeMutablePointer<TextObject> {
        object.assumingMemoryBound(to: TextObject.self)
    }

    @inline(__always)
    static func bytes(_ object: UnsafeMutableRawPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: object + byteOffset, count: Int(at(object).pointee.count))
    }
}

struct ListObject {
    var header: ObjectHeader
    var elements: UnsafeMutablePointer<Cell>?
    var capacity: UInt32
    /// How deep containers nest in it, itself included.
    var depth: UInt32

    @inline(__always)
    static func at(_ object: UnsafeMutableRawPointer) -> UnsafeMutablePointer<ListObject> {
        object.assumingMemoryBound(to: ListObject.self)
    }
}

/// A map in insertion order: entries in a row, and from nine entries on an index of open addressing beside them.
///
/// A place of the index holds an entry's position plus one in its lower bits, and as much of the hash's upper bits as there
/// is room for: few bytes a place keep a large index in the processor's caches.
struct MapObject {
    struct Entry {
        var key: Cell
        var value: Cell
    }

    var header: ObjectHeader
    var entries: UnsafeMutablePointer<Entry>?
    /// Twice `capacity` places; zero is free.
    var index: UnsafeMutablePointer<UInt32>?
    var capacity: UInt32
    var depth: UInt32

    static let indexThreshold = 8

    @inline(__always)
    static func at(_ object: UnsafeMutableRawPointer) -> UnsafeMutablePointer<MapObject> {
        object.assumingMemoryBound(to: MapObject.self)
    }
}

extension Cell {
    @inline(__always)
    var list: UnsafeMutablePointer<ListObject> { ListObject.at(object) }

    @inline(__always)
    var map: UnsafeMutablePointer<MapObject> { MapObject.at(object) }

    /// How deep containers nest in it: 0 for anything but a container.
    @inline(__always)
    var depth: UInt32 {
        switch kind {
        case CellKind.list: return list.pointee.depth
        case CellKind.map: return map.pointee.depth
        default: return 0
        }
    }

    /// Says that another place holds this value too.
    @inline(__always)
    func markShared() {
        if isContainer { object.assumingMemoryBound(to: ObjectHeader.self).pointee.shared = 1 }
    }

    @inline(__always)
    var isShared: Bool { object.assumingMemoryBound(to: ObjectHeader.self).pointee.shared != 0 }

    var listElements: UnsafeBufferPointer<Cell> {
        UnsafeBufferPointer(start: list.pointee.elements, count: Int(list.pointee.header.count))
    }

    var mapEntries: UnsafeBufferPointer<MapObject.Entry> {
        UnsafeBufferPointer(start: map.pointee.entries, count: Int(map.pointee.header.count))
    }
}
