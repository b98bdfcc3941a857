from minidiff.scalar import Scalar

__all__ = ["Scalar"]
