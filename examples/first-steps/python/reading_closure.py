def main():
    ferry = "Aurora"

    def set_out():
        print(f"pilot: on my way to {ferry}")

    ferry = "Borealis"
    set_out()
    print(f"harbour master: {ferry} is next")


main()
