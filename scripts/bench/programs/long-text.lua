local user = "datasentinel"
local host = "pg-sales"
local port = 9342
local address = ""
for i = 1, 1000000 do
    address = "postgres://" .. user .. "@" .. host .. "-" .. i .. ".lyon:" .. port .. "/sales"
end
print(address)
