import Picket

var library = Library()
try library.add(Command("greet", parameters: [.word("name")])) { arguments in
    ["text": .string("hello, \(arguments.text("name") ?? "")")]
}
let result = await library.run("greet world\nprint $last.body.text", name: "demo.picket")
print(result.output)
