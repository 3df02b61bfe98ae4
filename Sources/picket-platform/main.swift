print("picket-platform")
