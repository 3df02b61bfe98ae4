def main():
    ports = {}
    for i in range(1, 200001):
        ports[f"pg-{i}"] = i
    total = 0
    for round in range(3):
        for i in range(1, 200001):
            total += ports[f"pg-{i}"]
    print(total)


main()
