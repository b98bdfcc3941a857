from .variable import Variable
from .ops import add, exp, mul
