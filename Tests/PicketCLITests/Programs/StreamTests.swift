import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard streams: closed, full, slow, or read by nobody.
@Suite(.timeLimit(.minutes(5))) struct StreamTests {
    // MARK: Closed (R2)

    @Test(arguments: [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
    func whatIsSaidOnAClosedStreamGoesIntoNoFile(_ closing: String) throws {
        let workshop = try Workshop()
        try workshop.write(
            "print \"printed text\"\nadd a host=h port=1 user=u password=p\nfail \"told text\"\n", to: "a")
        let run = try workshop.run(
            "\"$PICKET\" run a --platform local --store s --journal j --curl c --report-tap t \(closing); echo $? > status"
        )
        #expect(run.status == 0)
        #expect(try workshop.text("status") == "1\n")
        for name in ["j", "c"] {
            let text = try workshop.text(name)
            #expect(!text.isEmpty && !text.contains("printed text") && !text.contains("error["), "\(name): \(text)")
        }
    }

    /// What is printed into a stream that the caller closed is lost as on a full disk.
    @Test(arguments: [
        "run -c 'print 1'", "commands", "--version", "check --format json a", "fmt - < a", "test --list a", "plan a",
        "repl < a", "run a --report-json -", "run -c ping --platform local --report-tap /dev/stdout -q",
    ])
    func outputThatACallerClosedIsSaidOnceAndIsAFailure(_ arguments: String) throws {
        let workshop = try Workshop()
        try workshop.write("print   1\ntest \"t\" { print 2 }\n", to: "a")
        let run = try workshop.run("\"$PICKET\" \(arguments) >&-")
        #expect(run.status == 1)
        #expect(
            run.errors.components(separatedBy: "picket: cannot write standard output: it is closed\n").count == 2,
            "\(run.errors)")
    }

    @Test func whatIsSilentNeedsNoStream() throws {
        for command in ["run -c 'let _x = 1' >&-", "run -c 'print 1' 2>&-", "run -c ping --platform local -q >&- 2>&-"]
        {
            #expect(try Workshop().run("\"$PICKET\" \(command)").status == 0, "\(command)")
        }
        let lost = try Workshop().run("\"$PICKET\" run -c ping --platform local 2>&-")
        #expect(lost.status == 1, "the summary is lost")
    }

    @Test(arguments: [">&-", "> /dev/full"]) func aRunWhoseOutputIsLostIsNotOK(_ output: String) throws {
        let run = try Workshop().run("\"$PICKET\" run -c 'print 1\nping' --platform local \(output)")
        #expect(
            run.status == 1 && !run.errors.contains("ok:") && run.errors.contains("failed: 1 script"), "\(run.errors)")
        let test = try Workshop().run(
            "echo 'test \"t\" { print 1\nping }' > a; \"$PICKET\" test a --platform local --report-tap - \(output)")
        #expect(test.status == 1, "\(test.errors)")
    }

    @Test func thePlatformsStoreIsNotAClosedStream() throws {
        let workshop = try Workshop()
        let run = try workshop.run(
            "\"$PLATFORM\" --embedded --store s --verbose <&- >&- 2>&-; echo $?; head -c 15 s")
        #expect(run.output == "0\nSQLite format 3", "\(run.errors)")
    }

    // MARK: Full (R3)

    private static let full = "picket: cannot write standard output: no space left on device\n"

    @Test(arguments: [
        "run -c 'print 1'", "commands", "commands --format json", "--help", "--version", "run --help", "run a --help",
        "check --format json a", "fmt - < a", "fmt --check a", "test --list a", "test a -q", "plan a",
        "run a --report-json -",
        "repl < a",
    ])
    func outputThatCannotBeWrittenIsSaidOnceAndIsAFailure(_ arguments: String) throws {
        let workshop = try Workshop()
        try workshop.write("print   1\ntest \"t\" { print 2 }\n", to: "a")
        let run = try workshop.run("\"$PICKET\" \(arguments) > /dev/full")
        #expect(run.status == 1)
        #expect(run.errors.components(separatedBy: Self.full).count == 2, "\(run.errors)")
    }

    @Test func aFailureKeepsItsStatusWhenItsOutputCannotBeWritten() throws {
        let run = try Workshop().run("\"$PICKET\" run -c 'print 1\nexit 7' > /dev/full")
        #expect(run.status == 7)
        #expect(run.errors == Self.full)
    }

    @Test func errorsThatCannotBeWrittenAreAFailure() throws {
        let run = try Workshop().run("\"$PICKET\" run -c 'ping' --platform local 2> /dev/full")
        #expect(run.status == 1)
    }

    @Test(arguments: ["--help", "--version", "--listen 127.0.0.1:0 --store :memory:"])
    func thePlatformSaysThatItsOutputCannotBeWritten(_ arguments: String) throws {
        let run = try Workshop().run("\"$PLATFORM\" \(arguments) > /dev/full")
        // It has no version to show.
        if arguments == "--version" && run.status == 2 { return }
        #expect(run.status == 1)
        #expect(run.errors == "picket-platform: cannot write standard output: no space left on device\n")
    }

    @Test func linesOfAReportThatCannotBeWrittenAreAFailure() throws {
        let run = try Workshop().run("\"$PICKET\" run -c 'print 1' --report-jsonl /dev/full")
        #expect(run.status == 1)
        let reason = "no space left on device"
        #expect(
            run.errors == "picket: warning: cannot write `/dev/full`: \(reason), so it will not be complete\n"
                + "picket: `/dev/full` is not complete: \(reason)\n")
    }

    // MARK: Slow, and gone

    @Test func aPipeThatWouldBlockLosesNothing() throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        #expect(fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0)
        let reader = pipe.fileHandleForReading
        let ended = DispatchGroup()
        nonisolated(unsafe) var count = 0
        ended.enter()
        Thread.detachNewThread {
            while case let piece = reader.availableData, !piece.isEmpty { count += piece.count }
            ended.leave()
        }
        let run = try Workshop().run(
            ["run", "-c", "for i in 1..20000 { print \"0123456789012345678901234567890123456789\" }"],
            to: pipe.fileHandleForWriting)
        ended.wait()
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(count == 20_000 * 41)
    }

    @Test(arguments: [["commands"], ["--help"], ["run", "-c", "for i in 1..20000 { print $i }"]])
    func aReaderThatIsGoneIsNoFailure(_ arguments: [String]) throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let run = try Workshop().run(arguments, to: pipe.fileHandleForWriting)
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.status) \(run.errors)")
    }

    // MARK: Arguments (R5, W16)

    private static let canHideProc = geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/unshare")

    @Test(
        .enabled(if: canHideProc),
        arguments: [
            ("\"$PICKET\" run -c 'print 7'", "7\n"), ("\"$PICKET\" --version", "0.1.0\n"),
            ("\"$PICKET\" run -c 'ping' --platform local -q && echo ok", "ok\n"),
            ("PATH=${PICKET%/picket}:$PATH picket run -c 'ping' --platform local -q && echo ok", "ok\n"),
            ("\"$PICKET\" platform --help | grep -c OVERVIEW", "1\n"),
        ])
    func argumentsArriveWithoutProc(_ command: String, output: String) throws {
        let workshop = try Workshop()
        try workshop.write("mount -t tmpfs none /proc || exit 99\n\(command)\n", to: "hidden")
        let run = try workshop.run("unshare -m sh hidden")
        // Without the right to mount there is nothing to see.
        guard run.status != 99, !run.errors.contains("unshare") else { return }
        // The platform's libraries count the threads in /proc, and libdispatch traps now and then where it cannot: that the
        // platform was found and started with its arguments is what is asked here.
        if command.contains("--platform local"), run.errors.contains("signal 4") { return }
        #expect(run.output == output, "\(run.errors)")
        #expect(run.status == 0, "\(run.errors)")
    }

    // MARK: In time (U8)

    @Test func whatWasPrintedIsSeenBeforeAWait() throws {
        let workshop = try Workshop()
        for script in [
            "print \"seen\"\nsleep 2h", "print \"seen\"\nwithin 2h every 1h { expect 1 == 2 }",
            "for i in 1..2 parallel 2 { print \"seen\"\nsleep 2h }",
            "retry 3 every 1h { print \"seen\"\nexpect 1 == 2 }",
        ] {
            let run = try workshop.start("exec \"$PICKET\" run -c '\(script)'")
            #expect(run.waitForLine("seen"), "\(script) \(run.errors)")
            run.signal(SIGKILL)
            #expect(run.end() == 128 + SIGKILL)
        }
    }

    @Test func whatWasPrintedIsSeenBeforeARequest() throws {
        let server = try SilentServer()
        let run = try Workshop().start(
            "exec \"$PICKET\" run -c 'print \"seen\"\nping' --platform http://127.0.0.1:\(server.port)")
        #expect(run.waitForLine("seen"), "\(run.errors)")
        run.signal(SIGKILL)
        #expect(run.end() == 128 + SIGKILL)
    }

    @Test func aLineIsAnsweredBeforeTheNextIsRead() throws {
        let workshop = try Workshop()
        // A pipe that this program itself has open for writing never ends.
        let run = try workshop.start("mkfifo in; echo 'print \"seen\"' > in & exec \"$PICKET\" repl <> in")
        #expect(run.waitForLine("seen"), "\(run.errors)")
        run.signal(SIGKILL)
        #expect(run.end() == 128 + SIGKILL)
    }

    @Test func errorsComeAfterTheOutputBeforeThem() throws {
        let run = try Workshop().run("\"$PICKET\" run -c 'print 1\ncheck 1 == 2\nprint 2' 2>&1")
        let first = try #require(run.output.range(of: "1\n"))
        let error = try #require(run.output.range(of: "expectation-failed"))
        #expect(first.lowerBound == run.output.startIndex && error.lowerBound < run.output.endIndex)
        #expect(run.output.hasSuffix("\n2\n"))
    }
}

/// A server that takes connections and never answers.
final class SilentServer {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard result else { throw POSIXError(.EADDRNOTAVAIL) }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
}
