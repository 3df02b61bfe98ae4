local sum = 0
local function note(arguments)
    sum = sum + #arguments.host + arguments.port + #arguments.user
    return sum
end

local host = "pg-sales"
local last
for i = 1, 1000000 do
    last = note{host = host, port = i, user = "monitor"}
end
print(last)
