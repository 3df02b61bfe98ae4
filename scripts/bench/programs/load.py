# Compiles a file of `add` calls; with `run` also runs it, and prints how many there were.
import sys

count = 0


def add(name, **arguments):
    global count
    count += 1


with open(sys.argv[1]) as file:
    text = file.read()
code = compile(text, sys.argv[1], "exec")
if sys.argv[2:] == ["run"]:
    exec(code)
    print(count)
else:
    print("loaded")
