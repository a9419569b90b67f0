"""The formula ledger."""


def setup(app):
    """Do nothing yet."""
    return {"parallel_read_safe": True, "parallel_write_safe": True}
