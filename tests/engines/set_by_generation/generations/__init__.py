from .core import Variable, add, mul, neg
