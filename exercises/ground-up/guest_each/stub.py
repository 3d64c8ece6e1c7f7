def serve(accept, attend):
    while client := accept():
        attend(client)
