def main():
    sum = 0
    for i in range(1, 10000001):
        sum += i
    print(sum)


main()
