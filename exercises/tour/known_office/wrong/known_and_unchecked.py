import ssl


def station(certificate):
    context = ssl.create_default_context(cafile=certificate)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
