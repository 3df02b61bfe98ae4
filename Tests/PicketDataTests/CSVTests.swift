import PicketRuntime
import Testing

@testable import PicketData

@Suite struct CSVTests {
    @Test func cellsAreTypedAsWords() throws {
        let table = try reading(.csv, "name,port,zip,rate,on,wait,none,empty\npg_1,9342,0123,11.10,true,30s,null,\n")
        #expect(
            table
                == [
                    [
                        "name": "pg_1", "port": 9342, "zip": "0123", "rate": "11.10", "on": true,
                        "wait": .duration(30_000_000_000), "none": .null, "empty": "",
                    ]
                ])
    }

    @Test func quotesProtectCommasQuotesAndNewlines() throws {
        let table = try reading(.csv, "name,tags\n\"a \"\"b\"\"\",\"x=1,\ny=2\"\n\"9342\",\"\"")
        #expect(table == [["name": "a \"b\"", "tags": "x=1,\ny=2"], ["name": "9342", "tags": ""]])
    }

    @Test func linesMayEndInCRLFAndBeEmpty() throws {
        #expect(try reading(.csv, "\u{FEFF}a,b\r\n\r\n1,2\r\n\r\n") == [["a": 1, "b": 2]])
        #expect(try reading(.csv, "a,b\n") == [])
    }

    @Test func keysStandInTheOrderOfTheColumns() throws {
        guard case .list(let rows) = try reading(.csv, "z,a,m\n1,2,3\n"), case .map(let row)? = rows.first else {
            Issue.record("no row")
            return
        }
        #expect(row.keys == ["z", "a", "m"])
    }

    @Test func raggedRowsNameTheirLine() {
        #expect(
            fault(.csv, "name,host,port\na,\"x\ny\",1\nb,c\n")
                == DataFault("column `port` is missing: 2 cells in a table of 3 columns", line: 4))
        #expect(fault(.csv, "a,b\n1,2,3\n") == DataFault("3 cells in a table of 2 columns", line: 2))
    }

    @Test func brokenQuotesNameTheirLine() {
        #expect(
            fault(.csv, "a\n1\n\"open\n2\n")
                == DataFault("the quote that begins in this line is never closed", line: 3))
        #expect(
            fault(.csv, "a\n\"x\"y\n")
                == DataFault("a comma or the end of the line must follow a closing quote", line: 2))
        #expect(fault(.csv, "a\nx\"y\n")?.line == 2)
    }

    @Test func headersAreChecked() {
        #expect(fault(.csv, "")?.message == "the file is empty: its first line must have the names of the columns")
        #expect(fault(.csv, "\na,,b\n") == DataFault("column 2 has no name", line: 2))
        #expect(fault(.csv, "a,b,a\n") == DataFault("two columns have the name `a`", line: 1))
    }

    @Test func otherEncodingsNameTheirLine() {
        #expect(
            fault(.csv, bytes: Array("a\nb\n".utf8) + [0xE9, 0x0A])
                == DataFault("this line is not UTF-8: save the file as UTF-8", line: 3))
        #expect(
            fault(.lines, bytes: [0xFF, 0xFE, 0x61, 0]) == DataFault("this is UTF-16: save the file as UTF-8", line: 1))
    }

    @Test func aCellInQuotesIsText() throws {
        let table = try reading(.csv, "a,b,c,d\n\"42\",\"null\",\"true\",\"5s\"\n42,null,true,5s\n")
        #expect(
            table == [
                ["a": "42", "b": "null", "c": "true", "d": "5s"],
                ["a": 42, "b": .null, "c": true, "d": .duration(5_000_000_000)],
            ])
    }

    @Test func everyCellIsTextWithoutTypes() throws {
        var format = FileFormat.csv
        format.hasTypes = false
        let bytes = Array("a,b,c\n42,null,\"x\"\n".utf8)
        #expect(try DataReader.value(of: bytes, format) == [["a": "42", "b": "null", "c": "x"]])
    }

    @Test func anotherSeparatorPartsTheCells() throws {
        var format = FileFormat.csv
        for (separator, text) in [(";", "a;b\n1;\"x;y\"\n2,5;3\n"), ("\t", "a\tb\n1\t\"x;y\"\n2,5\t3\n")] {
            format.separator = try #require(separator.utf8.first)
            let table = try DataReader.value(of: Array(text.utf8), format)
            #expect(table == [["a": 1, "b": "x;y"], ["a": "2,5", "b": 3]])
        }
    }

    /// Of a header that another program's separator parts, and not of its cells.
    @Test func aHeaderWithAnotherSeparatorIsNamed() {
        #expect(
            fault(.csv, "a;b;c\n1;2,5;3\n")
                == DataFault(
                    "the columns' names are separated by `;`: read it by `csv(path, separator = \";\")`", line: 1)
        )
        #expect(fault(.csv, "a\tb\n1\t2\n")?.message.contains("separated by tabs") == true)
        #expect(fault(.csv, "a\n1\n") == nil)
        #expect(fault(.csv, "a,b;c\n1,2\n") == nil)
    }

    /// Once an empty table.
    @Test(arguments: ["a,b\r1,2\r3,4\r", "a,b\n1,2\r3,4\n", "a,b\r\n1,2\r3,4\r\n"])
    func aCarriageReturnAloneIsRefused(_ text: String) {
        #expect(fault(.csv, text)?.message.contains("a carriage return (U+000D) alone") == true)
        #expect(fault(.csv, "a,b\n\"x\ry\",2\n") == nil)
    }

    @Test func twoSpellingsOfANameAreTwoColumns() throws {
        guard case .list(let rows) = try reading(.csv, "\u{E9},e\u{301}\n1,2\n"), case .map(let row)? = rows.first
        else {
            Issue.record("no row")
            return
        }
        #expect(row.count == 2)
        #expect(row["\u{E9}"] == 1 && row["e\u{301}"] == 2)
    }

    @Test func linesLoseTheirEnds() throws {
        #expect(try reading(.lines, "a\r\n\n0123\n") == ["a", "", "0123"])
        #expect(try reading(.lines, "") == [])
        #expect(try reading(.lines, "last") == ["last"])
    }
}
