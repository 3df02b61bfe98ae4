import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files that the program writes: a plain file is replaced in one step, everything else stays what it is (R1, R8).
@Suite(.timeLimit(.minutes(5))) struct FileReplacementTests {
    private static let isRoot = geteuid() == 0
    private static let reports = ["junit", "tap", "json", "html", "jsonl"]

    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write("test \"it holds\" { check 1 == 1 }\n", to: "a.picket")
        return workshop
    }

    @Test(arguments: reports) func aMinusSignIsStandardOutput(_ kind: String) throws {
        let workshop = try workshop()
        let run = try workshop.run("\"$PICKET\" test a.picket -q --report-\(kind) -")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("it holds"), "\(run.output)")
        #expect(try workshop.names == ["a.picket"])
    }

    @Test(arguments: reports) func aReportIsWrittenIntoAPipe(_ kind: String) throws {
        let workshop = try workshop()
        let run = try workshop.run(
            "mkfifo p; cat p > got & \"$PICKET\" test a.picket -q --report-\(kind) p; wait; test -p p && echo stays")
        #expect(run.output == "stays\n", "\(run.errors)")
        #expect(try workshop.text("got").contains("it holds"))
    }

    @Test(.enabled(if: isRoot), arguments: reports) func aDeviceStaysADevice(_ kind: String) throws {
        let workshop = try workshop()
        let run = try workshop.run(
            "mknod null c 1 3 && \"$PICKET\" test a.picket -q --report-\(kind) null && test -c null && echo stays")
        #expect(run.output == "stays\n", "\(run.errors)")
        #expect(try workshop.names == ["a.picket", "null"])
    }

    @Test(arguments: reports) func whatGoesToStandardOutputByANameStandsBehindWhatWasPrinted(_ kind: String) throws {
        let workshop = try workshop()
        try workshop.write("print \"printed\"\n", to: "b.picket")
        let run = try workshop.run("\"$PICKET\" run b.picket -q --report-\(kind) /dev/stdout > out")
        #expect(run.status == 0, "\(run.errors)")
        let text = try workshop.text("out")
        #expect(text.hasPrefix("printed\n") != text.hasPrefix("{"), "\(text)")
        #expect(text.contains("b.picket"))
    }

    @Test(arguments: reports) func aLinkIsFollowedAndStaysALink(_ kind: String) throws {
        let workshop = try workshop()
        let run = try workshop.run(
            "mkdir d; ln -s d/report r; ln -s nowhere-yet n; "
                + "\"$PICKET\" test a.picket -q --report-\(kind) r && \"$PICKET\" test a.picket -q --report-\(kind) r && "
                + "\"$PICKET\" test a.picket -q --report-\(kind) n && test -L r && test -L n && echo stays")
        #expect(run.output == "stays\n", "\(run.errors)")
        #expect(try workshop.text("d/report").contains("it holds"))
        #expect(try workshop.text("nowhere-yet").contains("it holds"))
    }

    @Test(arguments: reports) func aFileOfTwoNamesKeepsBoth(_ kind: String) throws {
        let workshop = try workshop()
        let run = try workshop.run("echo old > r; ln r other; \"$PICKET\" test a.picket -q --report-\(kind) r")
        #expect(run.status == 0, "\(run.errors)")
        #expect(workshop.status("r").st_ino == workshop.status("other").st_ino)
        #expect(try workshop.text("other").contains("it holds"))
    }

    @Test func aFileKeepsItsModeAndIsReplacedInOneStep() throws {
        let workshop = try workshop()
        let run = try workshop.run(
            "umask 077; echo old > r; chmod 646 r; exec 3< r; \"$PICKET\" test a.picket -q --report-tap r; cat <&3")
        #expect(run.output == "old\n", "\(run.errors)")
        #expect(workshop.status("r").st_mode & 0o7777 == 0o646)
        #expect(try workshop.text("r").contains("it holds"))
        #expect(try workshop.names == ["a.picket", "r"])
    }

    @Test(.enabled(if: isRoot)) func aFileOfAnotherOwnerKeepsItsOwner() throws {
        let workshop = try workshop()
        let run = try workshop.run(
            "echo old > r; chown 12345:23456 r; chmod 640 r; \"$PICKET\" test a.picket -q --report-tap r")
        #expect(run.status == 0, "\(run.errors)")
        let status = workshop.status("r")
        #expect(status.st_uid == 12_345 && status.st_gid == 23_456 && status.st_mode & 0o7777 == 0o640)
        #expect(try workshop.text("r").contains("it holds"))
    }

    @Test(.enabled(if: isRoot)) func aFileThatIsMountedIsWrittenThrough() throws {
        let workshop = try workshop()
        let run = try workshop.run(
            "echo old > r; echo old > m; unshare -m sh -c 'mount --bind m r && exec \"$PICKET\" test a.picket -q --report-tap r'"
        )
        // Without the right to mount there is nothing to see.
        guard !run.errors.contains("unshare") && !run.errors.contains("mount") else { return }
        #expect(run.status == 0, "\(run.errors)")
        #expect(try workshop.text("m").contains("it holds"))
        #expect(try workshop.names == ["a.picket", "m", "r"])
    }

    /// The opening of a pipe that nobody reads must not keep the program from ending.
    @Test func aPipeWithoutAReaderHangsNobody() throws {
        let workshop = try workshop()
        let run = try workshop.start(
            "mkfifo pipe; exec \"$PICKET\" run -c 'print \"reached\"\nsleep 1ms' --report-json pipe")
        #expect(run.waitForLine("reached"))
        run.signal(SIGTERM)
        #expect(run.end() != 0)
        #expect(run.errors.contains("nobody reads the pipe"), "\(run.errors)")
    }

    @Test func fmtWritesWhatItReadFromAPipeToStandardOutput() throws {
        let workshop = try workshop()
        let run = try workshop.run(
            "mkfifo p; echo 'let   x=1' > p & \"$PICKET\" fmt p; echo 'let   y=1' | \"$PICKET\" fmt /dev/stdin; wait; "
                + "test -p p && echo stays")
        #expect(run.output == "let x = 1\nlet y = 1\nstays\n", "\(run.errors)")
    }

    @Test func fmtKeepsLinksAndNames() throws {
        let workshop = try workshop()
        let run = try workshop.run(
            "echo 'let   x=1' > f; ln f g; ln -s f l; \"$PICKET\" fmt l && test -L l && cat f g")
        #expect(run.output == "let x = 1\nlet x = 1\n", "\(run.errors)")
        #expect(workshop.status("f").st_ino == workshop.status("g").st_ino)
    }

    @Test func oneReportThatCannotBeWrittenTakesNoOtherAlong() throws {
        let workshop = try workshop()
        let run = try workshop.run(
            "\"$PICKET\" test a.picket --report-junit none/r --report-tap /dev/full --report-json j --report-html h")
        #expect(run.status == 1)
        // A missing folder is made.
        #expect(!run.errors.contains("none/r"), "\(run.errors)")
        #expect(run.errors.contains("picket: cannot write `/dev/full`: no space left on device\n"), "\(run.errors)")
        #expect(try workshop.names == ["a.picket", "h", "j", "none"])
    }
}
