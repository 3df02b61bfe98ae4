local ports = {}
for i = 1, 200000 do
    ports["pg-" .. i] = i
end
local total = 0
for round = 1, 3 do
    for i = 1, 200000 do
        total = total + ports["pg-" .. i]
    end
end
print(total)
