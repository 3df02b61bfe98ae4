local total = 0
for round = 1, 5 do
    local numbers = {}
    for i = 1, 200000 do
        numbers[#numbers + 1] = i
    end
    for _, number in ipairs(numbers) do
        total = total + number
    end
end
print(total)
