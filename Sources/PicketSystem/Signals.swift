internal import CProcess

/// What the parent of this program has decided about signals.
package enum Signals {
    /// Whether a signal is ignored: nohup does so with SIGHUP, a shell with SIGINT and SIGQUIT of what it runs behind itself.
    ///
    /// Ask before the program takes the signal.
    package static func ignores(_ signal: Int32) -> Bool { process_ignores(signal) }
}
