def main():
    total = 0
    for round in range(5):
        numbers = []
        for i in range(1, 200001):
            numbers.append(i)
        for number in numbers:
            total += number
    print(total)


main()
