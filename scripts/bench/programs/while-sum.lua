local sum = 0
local i = 0
while i < 10000000 do
    i = i + 1
    sum = sum + i
end
print(sum)
