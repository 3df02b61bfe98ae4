local third = 0
local other = 0
for i = 1, 3000 do
    for j = 1, 1000 do
        if (i + j) % 3 == 0 then
            third = third + 1
        else
            other = other + j
        end
    end
end
print(third .. " " .. other)
