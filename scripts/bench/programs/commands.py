sum = 0


def note(*, host, port, user):
    global sum
    sum += len(host) + port + len(user)
    return sum


def main():
    host = "pg-sales"
    for i in range(1, 1000001):
        last = note(host=host, port=i, user="monitor")
    print(last)


main()
