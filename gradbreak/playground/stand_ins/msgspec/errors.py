"""What can be wrong with data."""


class MsgspecError(Exception):
    """The base of both."""


class DecodeError(MsgspecError):
    """A text is not in its format."""


class ValidationError(DecodeError):
    """A value is not of the type that was asked for."""
