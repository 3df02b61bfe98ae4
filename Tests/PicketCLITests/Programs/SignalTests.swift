import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Linux's F_GETPIPE_SZ, which the module of the C library leaves out.
private let sizeOfPipe: Int32 = 1_032

/// What signals do to a run (R6, U9).
@Suite(.timeLimit(.minutes(5))) struct SignalTests {
    private static let ending = [SIGHUP, SIGINT, SIGTERM]

    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write("defer print \"tidied\"\nprint \"begun\"\nsleep 2h\n", to: "a.picket")
        try workshop.write("test \"t\" { print \"begun\"\nsleep 2h }\n", to: "t.picket")
        return workshop
    }

    /// A plan waits for nothing.
    @Test(arguments: ending, ["run"])
    func whatWasDeferredRunsAndReportsAreWritten(_ signal: Int32, _ command: String) throws {
        let workshop = try workshop()
        let run = try workshop.start("exec \"$PICKET\" \(command) a.picket --report-json r --report-jsonl l")
        #expect(run.waitForLine("begun"))
        run.signal(signal)
        #expect(run.restOfOutput().hasPrefix("tidied\n"), "\(run.errors)")
        #expect(run.end() == 128 + signal)
        #expect(try workshop.text("r").contains("begun"))
        #expect(try workshop.text("l").contains("tidied"))
    }

    @Test(arguments: ending) func theJournalIsEndedAndTheLocalPlatformStillThere(_ signal: Int32) throws {
        let workshop = try workshop()
        let add = "host=h port=1 user=u password=p\n"
        try workshop.write("add one \(add)defer add two \(add)print \"begun\"\nsleep 2h\n", to: "c.picket")
        let run = try workshop.start("exec \"$PICKET\" run c.picket --platform local --journal j")
        #expect(run.waitForLine("begun"), "\(run.errors)")
        run.signal(signal)
        #expect(run.end() == 128 + signal, "\(run.errors)")
        let journal = try workshop.text("j")
        #expect(journal.contains("pg-instances/two"), "\(journal)")
        #expect(journal.split(separator: "\n").last?.contains("outcome") == true, "\(journal)")
    }

    /// A test's prints are shown when its file ends, so the report's lines say when it has begun.
    @Test(arguments: ending) func aTestRunIsReportedToo(_ signal: Int32) throws {
        let workshop = try workshop()
        let run = try workshop.start(
            "mkfifo l; cat l & exec \"$PICKET\" test t.picket --report-json r --report-jsonl l")
        #expect(run.waitForText("begun"))
        run.signal(signal)
        _ = run.restOfOutput()
        #expect(run.end() == 128 + signal, "\(run.errors)")
        #expect(try workshop.text("r").contains("t.picket"))
    }

    /// nohup ignores SIGHUP, a shell SIGINT of what it runs in the background.
    @Test(arguments: [(SIGHUP, "HUP"), (SIGINT, "INT"), (SIGTERM, "TERM")])
    func anIgnoredSignalStaysIgnored(_ signal: Int32, _ name: String) throws {
        let workshop = try workshop()
        let other = signal == SIGTERM ? SIGINT : SIGTERM
        let run = try workshop.start("trap '' \(name); exec \"$PICKET\" run a.picket")
        #expect(run.waitForLine("begun"))
        run.signal(signal)
        run.signal(other)
        #expect(run.restOfOutput() == "tidied\n")
        #expect(run.end() == 128 + other, "\(run.errors)")
    }

    @Test(arguments: [SIGHUP, SIGTERM]) func theSameSignalAgainCutsNothing(_ signal: Int32) throws {
        let workshop = try Workshop()
        try workshop.write(
            "defer { print \"tidying\"\nsleep 300ms\nprint \"tidied\" }\nprint \"begun\"\nsleep 2h\n", to: "a.picket")
        let run = try workshop.start("exec \"$PICKET\" run a.picket")
        #expect(run.waitForLine("begun"))
        run.signal(signal)
        #expect(run.waitForLine("tidying"))
        run.signal(signal)
        #expect(run.restOfOutput() == "tidied\n", "\(run.errors)")
        #expect(run.end() == 128 + signal)
    }

    @Test func aSecondInterruptEndsWhatWasDeferred() throws {
        let workshop = try Workshop()
        try workshop.write("defer { print \"tidying\"\nsleep 2h }\nprint \"begun\"\nsleep 2h\n", to: "a.picket")
        let run = try workshop.start("exec \"$PICKET\" run a.picket")
        #expect(run.waitForLine("begun"))
        run.signal(SIGINT)
        #expect(run.waitForLine("tidying"))
        run.signal(SIGINT)
        #expect(run.end() == 130, "\(run.errors)")
    }

    // MARK: Hard ends

    /// The lines of the report come through a pipe of their own: they say what was printed, while standard output holds it.
    @Test(arguments: [SIGQUIT, SIGXCPU, SIGXFSZ]) func aHardEndShowsWhatWasPrinted(_ signal: Int32) throws {
        let workshop = try Workshop()
        let run = try workshop.start(
            "ulimit -c 0; mkfifo l; cat l & exec \"$PICKET\" run --report-jsonl l > out "
                + "-c 'print \"held\"\nprint \"reached\"\nlet n = 0\nwhile true { set n = $n + 1 }'")
        #expect(run.waitForText("\"reached\""))
        run.signal(signal)
        #expect(run.end() == 128 + signal, "\(run.errors)")
        #expect(try workshop.text("out").hasPrefix("held\n"))
    }

    @Test func aFileThatGrowsTooLargeEndsTheRunWithItsOutput() throws {
        let workshop = try Workshop()
        let run = try workshop.start(
            "ulimit -c 0; ulimit -f 8; exec \"$PICKET\" run -c 'for i in 1..1000 { print \"line $i\" }' --report-jsonl l"
        )
        #expect(run.restOfOutput().hasPrefix("line 1\nline 2\n"), "\(run.errors)")
        #expect(run.end() == 128 + SIGXFSZ)
    }

    @Test func anOutputThatGrowsTooLargeEndsTheRun() throws {
        let workshop = try Workshop()
        let run = try workshop.start(
            "ulimit -c 0; ulimit -f 8; exec \"$PICKET\" run -c 'for i in 1..100000 { print \"line $i\" }' > out")
        #expect(run.end() == 128 + SIGXFSZ, "\(run.errors)")
        #expect(try workshop.text("out").hasPrefix("line 1\nline 2\n"))
    }

    @Test func aQuitThatIsIgnoredStaysIgnored() throws {
        let workshop = try workshop()
        let run = try workshop.start("trap '' QUIT; exec \"$PICKET\" run a.picket")
        #expect(run.waitForLine("begun"))
        run.signal(SIGQUIT)
        run.signal(SIGTERM)
        #expect(run.end() == 128 + SIGTERM, "\(run.errors)")
    }

    @Test func nothingReadsAndAQuitStillEndsTheRun() throws {
        let workshop = try Workshop()
        let pipe = Pipe()
        let process = Process()
        process.executableURL = Project.program("picket")
        process.arguments = ["run", "-c", "for i in 1..1000000 { print \"0123456789 $i\" }"]
        process.currentDirectoryURL = workshop.folder
        process.environment = LiveProcess.environment
        process.standardOutput = pipe
        try process.run()
        // The pipe is full when it holds as many bytes as it can: nobody has read one.
        let reader = pipe.fileHandleForReading.fileDescriptor
        let capacity = fcntl(reader, sizeOfPipe)
        var count: Int32 = 0
        while ioctl(reader, UInt(FIONREAD), &count) == 0, count < capacity {
            sched_yield()
        }
        kill(process.processIdentifier, SIGQUIT)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGQUIT)
    }
}
