def main():
    third = 0
    other = 0
    for i in range(1, 3001):
        for j in range(1, 1001):
            if (i + j) % 3 == 0:
                third += 1
            else:
                other += j
    print(third, other)


main()
