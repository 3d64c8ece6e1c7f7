"""A module of Python 3.15, which imports another one when it is used."""

lazy import settings


def region():
    """Load the module at the first call, and read its variable."""
    return settings.region.get()


def loaded_by():
    """Name the task in which the module was loaded."""
    return settings.loaded_by
