def main():
    user = "datasentinel"
    host = "pg-sales"
    port = 9342
    address = ""
    for i in range(1, 1000001):
        address = f"postgres://{user}@{host}-{i}.lyon:{port}/sales"
    print(address)


main()
