local host = "pg"
local name = ""
for i = 1, 1000000 do
    name = host .. "-" .. i
end
print(name)
