class Cell:
    """A box for one number, changed in place."""

    def __init__(self, number=0.0):
        self.number = number

    def add_(self, amount):
        self.number += amount.number
        return self

    def fill_(self, number):
        self.number = number
        return self

    def __mul__(self, factor):
        return Cell(self.number * factor)
