import Picket

var interpreter = Interpreter()
interpreter.register(Command("greet", parameters: [.word("name")])) { arguments in
    ["text": .string("hello, \(arguments.text("name") ?? "")")]
}
let result = await interpreter.run("greet world\nprint $last.body.text", name: "demo.picket")
print(result.output)
