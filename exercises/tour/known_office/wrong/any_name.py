import ssl


def station(certificate):
    context = ssl.create_default_context(cafile=certificate)
    context.check_hostname = False
    return context
