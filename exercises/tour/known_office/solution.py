import ssl


def station(certificate):
    return ssl.create_default_context(cafile=certificate)
