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
        #expect(table == [["name": "a \"b\"", "tags": "x=1,\ny=2"], ["name": 9342, "tags": ""]])
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
                == DataFault("a comma or the end of the line is due behind a closing quote", line: 2))
        #expect(fault(.csv, "a\nx\"y\n")?.line == 2)
    }

    @Test func headersAreChecked() {
        #expect(fault(.csv, "")?.message == "the file is empty: a first line with the columns' names is due")
        #expect(fault(.csv, "\na,,b\n") == DataFault("column 2 has no name", line: 2))
        #expect(fault(.csv, "a,b,a\n") == DataFault("two columns are called `a`", line: 1))
    }

    @Test func otherEncodingsNameTheirLine() {
        #expect(
            fault(.csv, bytes: Array("a\nb\n".utf8) + [0xE9, 0x0A]) == DataFault("this line is not UTF-8", line: 3))
        #expect(
            fault(.lines, bytes: [0xFF, 0xFE, 0x61, 0]) == DataFault("this is UTF-16: save the file as UTF-8", line: 1))
    }

    @Test func linesLoseTheirEnds() throws {
        #expect(try reading(.lines, "a\r\n\n0123\n") == ["a", "", "0123"])
        #expect(try reading(.lines, "") == [])
        #expect(try reading(.lines, "last") == ["last"])
    }
}
