def main():
    sum = 0
    i = 0
    while i < 10000000:
        i = i + 1
        sum = sum + i
    print(sum)


main()
