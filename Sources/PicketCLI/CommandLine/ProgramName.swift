/// How this program is called, in advice and for the settings of a terminal.
enum ProgramName {
    static let picket = "picket"
}
