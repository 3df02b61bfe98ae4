def main():
    host = "pg"
    name = ""
    for i in range(1, 1000001):
        name = f"{host}-{i}"
    print(name)


main()
