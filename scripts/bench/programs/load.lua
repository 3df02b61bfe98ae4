-- Loads a file of `add` calls; with `run` also runs it, and prints how many there were.
local count = 0
function add(arguments)
    count = count + 1
end

local chunk = assert(loadfile(arg[1]))
if arg[2] == "run" then
    chunk()
    print(count)
else
    print("loaded")
end
