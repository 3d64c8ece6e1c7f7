def close(board):
    board.append("closed")
    return board


def main():
    quay = ["Aurora", "Borealis"]
    office = close(quay)
    print("office:", ", ".join(office))
    print("quay:", ", ".join(quay))


main()
