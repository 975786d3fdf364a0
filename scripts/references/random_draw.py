"""Random choices for random_models.py, reproducible by seed."""


class Draw:
    def __init__(self, rng):
        self.rng = rng

    def pick(self, *options):
        return options[self.rng.integers(len(options))]

    def choice(self, table):
        """A value of `table`, by the order of its keys."""
        names = sorted(table)
        return table[names[self.rng.integers(len(names))]]

    def flag(self):
        return bool(self.rng.integers(2))

    def size(self, low=1, high=5):
        return int(self.rng.integers(low, high + 1))

    def sizes(self, count, low=1, high=5):
        return tuple(self.size(low, high) for _ in range(count))

    def number(self, low=-1.0, high=1.0):
        return round(float(self.rng.uniform(low, high)), 3)

    def numbers(self, count, low=-1.0, high=1.0):
        return [self.number(low, high) for _ in range(count)]

    def some(self, **options):
        """Half of `options`: name -> function that draws a value."""
        return {name: value() for name, value in options.items() if self.flag()}

    def activation(self):
        return self.pick(
            "relu", "relu6", "tanh", "gelu", "hard_sigmoid", "hard_silu", "hard_tanh", "elu", "selu", "celu", "softplus", "softsign",
            "silu", "leaky_relu", "mish", "linear", "exponential", "sigmoid", "softmax", "log_softmax", "log_sigmoid", "soft_shrink",
            "hard_shrink", "tanh_shrink", "sparse_plus", "sparse_sigmoid", "squareplus")
