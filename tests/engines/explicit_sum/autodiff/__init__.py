from .value import Var
