import Foundation
import Testing

/// What `check` says of secrets, and what it does not say of names.
@Suite struct CheckedSecretTests {
    private func check(_ script: String) throws -> String {
        let run = try PicketProcess.run(["check", "-"], input: script)
        return run.output + run.errors
    }

    @Test(arguments: [
        "secret pin = \"abc\"\nprint $pin", "secret pin = 12\nprint $pin", "print secret(\"abc\")", "print secret('é')",
        "add x host=h port=1 user=u password=abc", "login bob password=\"a b\"",
    ])
    func aSecretTooShortToHideIsWarnedOf(_ script: String) throws {
        #expect(try check(script).contains("warning[short-secret]: "))
    }

    @Test(arguments: [
        "secret pin = \"abcd\"\nprint $pin", "secret pin = env(\"PIN\")\nprint $pin",
        "secret none = env(\"N\", \"\")\nprint $none",
        "add x host=h port=1 user=u password=abcd", "print secret(1234)",
    ])
    func oneOfFourBytesIsNot(_ script: String) throws {
        #expect(try !check(script).contains("short-secret"))
    }

    @Test func aRunSaysNothingOfIt() throws {
        let run = try PicketProcess.run(["run", "-"], input: "secret pin = \"abc\"\nprint $pin")
        #expect(run.output == "•••\n" && !run.errors.contains("short-secret"))
    }

    @Test(arguments: [
        "let x = 1\nprint ($x\n", "let x = 1\nprint \"a\u{200B}\", $x\u{200B}\n", "if true { let x = 1 }\nprint )\n",
        "def f() { let x = 1; print 1 }\nlet = 2\n",
    ])
    func noNameIsCalledUnusedWhereStatementsCannotBeRead(_ script: String) throws {
        let text = try check(script)
        #expect(text.contains("error[") && !text.contains("unused-name"), "\(text)")
    }

    @Test func anUnusedNameOfATextThatParsesIsStillNamed() throws {
        #expect(try check("let x = 1\nprint 1\n").contains("unused-name"))
    }

    @Test func excerptsFollowTheTree() throws {
        let text = try check("let password = env(\"P\", \"\")\nif $password == null { fil \"NOPE is not set\" }")
        #expect(text.contains("if $password == null { fil \"NOPE is not set\" }"), "\(text)")
        let other = try check("let p = \"tops3cret\"; let q = 1; sohw\nsecret s = $p\nprint $s, $q")
        #expect(other.contains("let p = •••; let q = 1; sohw") && !other.contains("tops3cret"), "\(other)")
    }

    @Test func aScriptThatIsFormattedIsAsItIs() throws {
        let run = try PicketProcess.run(["fmt", "-"], input: "add   x password=hunter22 host=\"http://bob:pw@h\"\n")
        #expect(run.output == "add x password=hunter22 host=\"http://bob:pw@h\"\n", "\(run.errors)")
    }

    /// The one text that passes by the door is a script that the user wants printed.
    @Test func nothingElseIsShownVerbatim() throws {
        var users: [String] = []
        for target in ["PicketCLI", "PicketTerminal", "PicketReports", "PicketPool"] {
            for file in Project.files(in: "Sources/\(target)", withSuffix: ".swift") {
                let text = try Project.text("Sources/\(target)/\(file)")
                if text.contains(".verbatim(") { users.append(file) }
                if target == "PicketCLI" || target == "PicketTerminal" {
                    #expect(!text.contains(".redact("), "\(file)")
                }
            }
        }
        #expect(users == ["Commands/FormatCommand.swift"])
    }
}
