import Foundation
import PicketPool

/// The journal's file, on a disk that may be full and that may lose what was not settled.
final class SimulatedDisk {
    let path: String
    private let system = JournalDisk.system
    /// How much of the file is settled.
    private var settled = 0
    /// After how many appends it is full; nil for never.
    var isFullAfter: Int?
    /// Whether the program that wrote has died.
    var isDead = false
    private var appends = 0

    init(in folder: URL, name: String) { path = folder.appendingPathComponent("\(name).journal").path }

    var bytes: [UInt8] { (try? Data(contentsOf: URL(filePath: path))).map { [UInt8]($0) } ?? [] }

    var calls: JournalDisk {
        JournalDisk(
            write: { [self] descriptor, buffer in
                appends += 1
                if isDead || isFullAfter.map({ appends > $0 }) ?? false {
                    errno = ENOSPC
                    return -1
                }
                return system.write(descriptor, buffer)
            },
            settle: { [self] _ in
                settled = bytes.count
                return 0
            },
            cut: { [self] descriptor, length in isDead ? 0 : system.cut(descriptor, length) })
    }

    /// What a kill leaves of the file.
    func left(losesTail: Bool, _ chance: inout Chance) -> [UInt8] {
        let all = bytes
        guard losesTail, all.count > settled else { return all }
        return Array(all[..<chance.number(settled...all.count)])
    }

    /// The next life finds these.
    func restore(_ left: [UInt8]) {
        if FileManager.default.fileExists(atPath: path) { try? Data(left).write(to: URL(filePath: path)) }
        (isDead, appends, isFullAfter) = (false, 0, nil)
    }
}
