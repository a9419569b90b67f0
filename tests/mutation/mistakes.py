"""The table of mistakes: what is wrong, in a sentence, and the text that puts it into a copy of the source.

Most of them stand, or stood, in tutorials, courses and libraries that many people learned from.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """One mistake: a name, a sentence, a file of nnbook, and texts in it with what stands there instead.

    Each text must occur exactly once, so that a change of the source that moves it cannot pass unseen.
    """

    key: str
    sentence: str
    file: str
    edits: tuple[tuple[str, str], ...]
    seen: str = ""

    def planted_in(self, source: str) -> str:
        """Return the source with the mistake in it, or say which text has changed."""
        for text, wrong in self.edits:
            if (found := source.count(text)) != 1:
                raise ValueError(
                    f"the mistake {self.key} expected exactly one place in nnbook/{self.file} with\n{text}\n"
                    f"but found {found}: bring tests/mutation/mistakes.py up to date"
                )
            source = source.replace(text, wrong)
        return source


def _mistake(key: str, sentence: str, file: str, *edits: tuple[str, str], seen: str = "") -> Mistake:
    return Mistake(key, sentence, file, edits, seen)


ACTIVATIONS = (
    _mistake(
        "slope-of-the-output",
        "The slope of an activation is taken at its output a, not at its input z.",
        "layers/_activation.py",
        ("dy * self._derivative(z)", "dy * self._derivative(y)"),
    ),
    _mistake(
        "relu-slope-of-the-output-with-ge",
        "ReLU′ is taken of the output, with ≥: it is always 1.",
        "layers/_activation.py",
        (
            "dy * self._derivative(z)",
            'dy * (y >= 0 if self.name == "relu" else self._derivative(z))',
        ),
        seen="a well-known NumPy tutorial on handwritten digits",
    ),
    _mistake(
        "relu-slope-at-zero",
        "ReLU′(0) is 1, so a unit that is switched off exactly still passes errors on.",
        "activations/_hinges.py",
        (
            "    slope = np.asarray(z > 0, dtype=z.dtype.type)",
            "    slope = np.asarray(z >= 0, dtype=z.dtype.type)",
        ),
    ),
    _mistake(
        "sigmoid-slope-is-sigmoid",
        "σ′ is σ itself: the factor 1 − σ is forgotten.",
        "activations/_smooth.py",
        ("    return e / (total * total)", "    return sigmoid(z)"),
    ),
    _mistake(
        "sigmoid-slope-missing",
        "σ′ is left out: 1 is taken for it.",
        "activations/_smooth.py",
        ("    return e / (total * total)", "    return identity_derivative(z)"),
    ),
    _mistake(
        "sigmoid-slope-from-rounded-values",
        "σ′ is computed as σ(1 − σ), which is 0 from z = 37 on.",
        "activations/_smooth.py",
        ("    return e / (total * total)", "    return sigmoid(z) * (1 - sigmoid(z))"),
    ),
    _mistake(
        "tanh-slope-without-square",
        "tanh′ is 1 − tanh: the square is forgotten.",
        "activations/_smooth.py",
        ("    return 4 * e / (total * total)", "    return 1 - np.tanh(z)"),
    ),
    _mistake(
        "leaky-slope-of-relu",
        "The slope of the leaky ReLU is that of the ReLU: 0 on the left.",
        "activations/_hinges.py",
        ("    return positive + negative_slope * (1 - positive)", "    return positive"),
    ),
    _mistake(
        "naive-sigmoid",
        "σ is computed as 1/(1 + exp(−z)), which overflows.",
        "activations/_smooth.py",
        (
            "    return np.exp(np.minimum(z, 0)) / (1 + np.exp(np.minimum(z, -z)))",
            "    return 1 / (1 + np.exp(-z))",
        ),
    ),
    _mistake(
        "sigmoid-hides-nan",
        "σ fills an array of zeros sign by sign, so NaN becomes 0 and nobody sees that something broke.",
        "activations/_smooth.py",
        (
            "    return np.exp(np.minimum(z, 0)) / (1 + np.exp(np.minimum(z, -z)))",
            "    s, right, left = np.zeros_like(z), z.real >= 0, z.real < 0\n"
            "    s[right] = 1 / (1 + np.exp(-z[right]))\n"
            "    s[left] = np.exp(z[left]) / (1 + np.exp(z[left]))\n"
            "    return s",
        ),
        seen="a university course",
    ),
    _mistake(
        "gelu-by-its-approximation",
        "GELU and its slope are the tanh approximation, with no word about it.",
        "activations/_gated.py",
        (
            "    return np.maximum(z, 0) - _times_exp_of_minus_half_square("
            "m * erfcx(m * math.sqrt(0.5)) / 2, m)",
            "    return gelu_tanh(z)",
        ),
        ("    return np.where(z > 0, 1 - left, left)", "    return gelu_tanh_derivative(z)"),
    ),
    _mistake(
        "softmax-without-shift",
        "Softmax takes exp(z) without subtracting the largest logit first.",
        "activations/_softmax.py",
        ("    e = np.exp(_minus_largest(z, axis))", "    e = np.exp(z)"),
    ),
    _mistake(
        "softmax-over-the-batch",
        "Softmax divides by the sum over the samples instead of the classes.",
        "activations/_softmax.py",
        ("    return e / e.sum(axis=axis, keepdims=True)", "    return e / e.sum(axis=0, keepdims=True)"),
    ),
)

LOSSES = (
    _mistake(
        "squared-error-gradient-without-2",
        "The gradient of the squared error lacks its factor 2.",
        "losses/_regression.py",
        ("    return 2 / count * (y_hat - y)", "    return 1 / count * (y_hat - y)"),
        ("reduction), 2 / count * error", "reduction), 1 / count * error"),
    ),
    _mistake(
        "gradient-divided-by-n-only",
        "A loss divides by n·K, its gradient by n only: it is K times too long.",
        "losses/_shared.py",
        ("math.prod(prediction.shape[-2:]) if axes == 2 else prediction.shape[-2]", "len(prediction)"),
        seen="a course's exercises",
    ),
    _mistake(
        "cross-entropy-gradient-not-divided",
        "The cross-entropy is a mean over the batch, its gradient a sum.",
        "losses/_classes.py",
        (
            "return value, e / (count * (others + e_true))[..., None]",
            "return value, e / (others + e_true)[..., None]",
        ),
    ),
    _mistake(
        "cross-entropy-summed",
        "The cross-entropy is summed over the batch where a mean was promised, and so is its gradient.",
        "losses/_classes.py",
        (
            "reduce(_class_value_and_gradient(z, y, count)[0], reduction, samples=True)",
            'reduce(_class_value_and_gradient(z, y, count)[0], reduction.replace("mean", "sum"), samples=True)',
        ),
        (
            "reduce(value, reduction, samples=True), gradient",
            'reduce(value, reduction.replace("mean", "sum"), samples=True), gradient',
        ),
        (
            "return value, e / (count * (others + e_true))[..., None]",
            "return value, e / (others + e_true)[..., None]",
        ),
    ),
    _mistake(
        "cross-entropy-without-shift",
        "The cross-entropy takes exp(z) without subtracting the largest logit first.",
        "losses/_classes.py",
        ("    shifted = z - _largest(z)", "    shifted = +z"),
    ),
    _mistake(
        "log-of-p-plus-epsilon",
        "The cross-entropy is −ln(p + ε), which flattens the loss of a confident error.",
        "losses/_classes.py",
        (
            "    value = np.log1p(others + (e_true - 1)) - z_true",
            "    value = -np.log(e_true / (others + e_true) + 1e-7)",
        ),
    ),
    _mistake(
        "softmax-twice",
        "Softmax is applied before a loss that applies it itself.",
        "losses/_classes.py",
        (
            "    shifted = z - _largest(z)",
            "    z = np.exp(z - _largest(z))\n    shifted = z / z.sum(axis=-1, keepdims=True)",
        ),
    ),
    _mistake(
        "labels-counted-from-one",
        "Labels are read as if they were counted from 1: every answer is one class off.",
        "losses/_classes.py",
        ("z.shape[-1]) + y.reshape(-1)", "z.shape[-1]) + (y.reshape(-1) - 1) % z.shape[-1]"),
    ),
    _mistake(
        "naive-logits",
        "The binary cross-entropy of logits goes through p = σ(z), so ln(1 − p) is −∞ once p rounds to 1.",
        "losses/_binary.py",
        (
            "    return np.log1p(e) - np.abs(wrong) * minus_size, wrong - half * (e + e) / (1 + e)",
            "    p = 1 / (1 + np.exp(-z))\n    return -y * np.log(p) - (1 - y) * np.log(1 - p), p - y",
        ),
    ),
    _mistake(
        "logarithm-not-cut-off",
        "The binary cross-entropy of probabilities lets ln 0 = −∞ through.",
        "losses/_binary.py",
        ("    return np.where(log.real < -100, -100, log)", "    return log"),
    ),
    _mistake(
        "p-minus-y-for-probabilities",
        "The shortcut p − y, the gradient for logits, is used for probabilities.",
        "losses/_binary.py",
        ("    return (p - y) / np.maximum(p * (1 - p), 1e-12) / count", "    return (p - y) / count"),
        (
            "    return value, (p - y) / np.maximum(p * (1 - p), 1e-12) / count",
            "    return value, (p - y) / count",
        ),
    ),
    _mistake(
        "targets-broadcast",
        "Predictions (n, 1) minus targets (n,) broadcast to an (n, n) table, and its mean is taken for the loss.",
        "losses/_shared.py",
        (
            "    if y.shape != y_hat.shape and not (y_hat.ndim == 3 and",
            "    if y.size == 0 and not (y_hat.ndim == 3 and",
        ),
    ),
)

LAYERS = (
    _mistake(
        "weight-gradient-averaged",
        "The weight gradient is the mean over the batch; the loss has divided by n already.",
        "layers/_linear.py",
        ('{"weight": product(dy.mT, x)}', '{"weight": product(dy.mT, x) / x.shape[-2]}'),
    ),
    _mistake(
        "bias-gradient-averaged",
        "The bias gradient is the mean over the batch; the loss has divided by n already.",
        "layers/_linear.py",
        ('grads["bias"] = column_sums(dy)', 'grads["bias"] = column_sums(dy) / dy.shape[-2]'),
    ),
    _mistake(
        "bias-gradient-missing",
        "The biases get no gradient and stay what they were.",
        "layers/_linear.py",
        ('grads["bias"] = column_sums(dy)', 'grads["bias"] = 0 * column_sums(dy)'),
    ),
    _mistake(
        "input-gradient-halved",
        "Half of the error is passed back to the layer before.",
        "layers/_linear.py",
        ("return product(dy, weight) if", "return 0.5 * product(dy, weight) if"),
    ),
    _mistake(
        "weight-not-transposed",
        "The error goes back through Wᵀ where W belongs, which only square layers let through.",
        "layers/_linear.py",
        ("return product(dy, weight) if", "return product(dy, weight.mT) if"),
    ),
    _mistake(
        "error-through-updated-weights",
        "The weights are updated before the error is passed back through them.",
        "layers/_linear.py",
        (
            "return product(dy, weight) if",
            'return product(dy, weight - 0.1 * grads["weight"]) if',
        ),
        seen="several from-scratch tutorials",
    ),
    _mistake(
        "input-kept-on-the-layer",
        "The layer keeps its input for the way back, so a second pass spoils the first.",
        "layers/_linear.py",
        (
            "        y = product(x, weight.mT) + bias\n",
            '        y = product(x, weight.mT) + bias\n        object.__setattr__(self, "x", x)\n',
        ),
        ('{"weight": product(dy.mT, x)}', '{"weight": product(dy.mT, self.x)}'),
        seen="nearly every library that is written to teach",
    ),
    _mistake(
        "dropout-not-scaled-back",
        "Dropout is scaled by 1/(1 − p) on the way forward only.",
        "layers/_dropout.py",
        ("dy if scale is None else dy * scale", "dy if scale is None else dy * (scale > 0)"),
        seen="a well-known NumPy tutorial on handwritten digits",
    ),
    _mistake(
        "dropout-not-scaled",
        "Dropout is not scaled at all, so outputs grow when it is switched off.",
        "layers/_dropout.py",
        ("self._keep(x, rng) / (1 - self.p)", "self._keep(x, rng)"),
    ),
    _mistake(
        "dropout-mask-drawn-again",
        "A new dropout mask is drawn on the way back.",
        "layers/_dropout.py",
        ("else dy * scale", "else dy * self._keep(x, rng) / (1 - self.p)"),
    ),
    _mistake(
        "dropout-keeps-with-p",
        "p is read as the probability to keep, not to drop.",
        "layers/_dropout.py",
        ("(drawn >= self.p)", "(drawn < self.p)"),
    ),
    _mistake(
        "batch-norm-stores-biased-variance",
        "Batch normalization averages the variance with 1/n for later, where PyTorch takes 1/(n − 1).",
        "layers/_normalization.py",
        ("variance[..., 0, :] * (n / (n - 1))", "variance[..., 0, :]"),
    ),
    _mistake(
        "normalized-with-n-minus-1",
        "The batch is normalized with the variance of 1/(n − 1), where 1/n belongs.",
        "layers/_normalization.py",
        (
            "(centred * centred).mean(axis=axis, keepdims=True)",
            "(centred * centred).sum(axis=axis, keepdims=True) / (x.shape[axis] - 1)",
        ),
    ),
    _mistake(
        "batch-statistics-at-inference",
        "At inference batch normalization uses the statistics of the batch: an answer depends on its neighbours.",
        "layers/_normalization.py",
        (
            "return self._train(params, gamma, beta, x) if train else",
            "return self._train(params, gamma, beta, x) if 1 else",
        ),
    ),
    _mistake(
        "batch-norm-momentum-swapped",
        "Momentum weighs the old running average instead of the new value.",
        "layers/_normalization.py",
        (
            "(1 - self.momentum) * old[name] + self.momentum * value",
            "self.momentum * old[name] + (1 - self.momentum) * value",
        ),
    ),
    _mistake(
        "layer-norm-gradient-without-mean",
        "The way back through a normalization forgets that the mean depends on every x.",
        "layers/_normalization.py",
        ("(dx_hat - through_mean - through_deviation)", "(dx_hat - through_deviation)"),
    ),
    _mistake(
        "norm-gradient-of-constants",
        "The way back through a normalization takes mean and deviation for constants.",
        "layers/_normalization.py",
        ("(dx_hat - through_mean - through_deviation)", "dx_hat"),
    ),
)

OPTIMIZERS = (
    _mistake(
        "step-uphill",
        "The step goes along the gradient: plus instead of minus.",
        "optimizers/_sgd.py",
        ("            return theta - lr * g\n", "            return theta + lr * g\n"),
    ),
    _mistake(
        "momentum-as-running-mean",
        "The momentum buffer is a running mean, (1 − μ)g, so steps are ten times shorter than PyTorch's.",
        "optimizers/_sgd.py",
        ("b += g if t == 1 else (1 - self.dampening) * g", "b += g if t == 1 else (1 - self.momentum) * g"),
    ),
    _mistake(
        "learning-rate-inside-momentum",
        "η is multiplied into the momentum buffer, so a schedule reaches only the newest gradient.",
        "optimizers/_sgd.py",
        (
            "b += g if t == 1 else (1 - self.dampening) * g",
            "b += lr * g if t == 1 else (1 - self.dampening) * lr * g",
        ),
        (
            "        step = g + self.momentum * b if self.nesterov else b\n        return theta - lr * step",
            "        step = lr * g + self.momentum * b if self.nesterov else b\n        return theta - step",
        ),
    ),
    _mistake(
        "nesterov-without-look-ahead",
        "Nesterov's look ahead is missing: it is plain momentum.",
        "optimizers/_sgd.py",
        ("step = g + self.momentum * b if self.nesterov else b", "step = b"),
    ),
    _mistake(
        "weight-decay-with-wrong-sign",
        "Weight decay has the wrong sign and lets the weights grow.",
        "optimizers/_sgd.py",
        (
            "            g = g + self.weight_decay * theta\n        if not self.momentum:",
            "            g = g - self.weight_decay * theta\n        if not self.momentum:",
        ),
    ),
    _mistake(
        "step-in-place",
        "The step changes the parameters in place, and with them every copy that was kept, such as the best so far.",
        "optimizers/_sgd.py",
        (
            "            return theta - lr * g\n",
            "            theta -= lr * g\n            return theta\n",
        ),
    ),
    _mistake(
        "rmsprop-not-centred",
        "The centred RMSprop forgets to subtract the squared mean.",
        "optimizers/_adaptive.py",
        ("            v = v - mean * mean\n", ""),
    ),
    _mistake(
        "adam-without-bias-correction",
        "Adam's running means, which start at 0, are not corrected for it.",
        "optimizers/_adaptive.py",
        ("root = math.sqrt(1 - beta2**t)", "root = 1"),
        ("(lr * root / (1 - beta1**t))", "(lr * root)"),
    ),
    _mistake(
        "adam-epsilon-inside-the-root",
        "Adam's ε stands inside the root, which makes it 10⁻⁴ instead of 10⁻⁸.",
        "optimizers/_adaptive.py",
        ("(np.sqrt(v) + self.eps * root)", "np.sqrt(v + self.eps * root**2)"),
    ),
    _mistake(
        "adam-counts-from-two",
        "Adam's t is one too large, so the first steps are too short.",
        "optimizers/_adaptive.py",
        ("math.sqrt(1 - beta2**t)", "math.sqrt(1 - beta2 ** (t + 1))"),
        ("lr * root / (1 - beta1**t)", "lr * root / (1 - beta1 ** (t + 1))"),
    ),
    _mistake(
        "adam-without-square",
        "Adam's v averages g instead of g², and takes the root of negative numbers.",
        "optimizers/_adaptive.py",
        ("(g * g - v)", "(g - v)"),
    ),
    _mistake(
        "adamw-as-adam",
        "AdamW adds λθ to the gradient, which makes it Adam with an L2 penalty.",
        "optimizers/_adaptive.py",
        ("    _decoupled = True", "    _decoupled = False"),
    ),
    _mistake(
        "clipped-by-value",
        "Long gradients are clipped number by number, which turns them.",
        "optimizers/_clipping.py",
        ("{name: g * beside(g, scale) for", "{name: np.clip(g, -max_norm, max_norm) for"),
    ),
)

BEFORE_AND_AROUND = (
    _mistake(
        "he-with-fan-out",
        "He's rule takes the number of outputs for that of inputs.",
        "initializers/_he.py",
        (
            '    std = gain / math.sqrt(fan_in if mode == "fan_in" else fan_out)',
            '    std = gain / math.sqrt(fan_out if mode == "fan_in" else fan_in)',
        ),
    ),
    _mistake(
        "xavier-that-is-he",
        "“Xavier” is written with √(2/n_in), which is He's rule.",
        "initializers/_xavier.py",
        ("std = gain * math.sqrt(2 / (fan_in + fan_out))", "std = gain * math.sqrt(2 / fan_in)"),
        seen="several courses",
    ),
    _mistake(
        "uniform-bound-without-root-3",
        "The bound of a uniform draw is the standard deviation, without √3.",
        "initializers/_he.py",
        ("bound = gain * math.sqrt(3 / (", "bound = gain * math.sqrt(1 / ("),
    ),
    _mistake(
        "leaky-gain-precedence",
        "The gain of a leaky ReLU is √(2/1 + a²): a bracket is missing.",
        "initializers/_fans.py",
        ("math.sqrt(2 / (1 + slope**2))", "math.sqrt(2 / 1 + slope**2)"),
        seen="a widely used library",
    ),
    _mistake(
        "last-batch-dropped",
        "The loop runs over n // batch_size batches and never sees the last samples.",
        "batching.py",
        ("    end = n - n % size if drop_last else n\n", "    end = n - n % size\n"),
        seen="many tutorials",
    ),
    _mistake(
        "no-reshuffle",
        "The samples are shuffled once, and come in the same order in every epoch.",
        "batching.py",
        (
            '    order = _checks.generator(rng, "minibatches").permutation(n) if',
            "    order = np.random.default_rng(0).permutation(n) if",
        ),
    ),
    _mistake(
        "batch-starts-shuffled",
        "Only the order of the batches is shuffled: the same samples always travel together.",
        "batching.py",
        (
            "    return (order[start : start + size] for start in range(0, end, size))",
            "    starts = rng.permutation(range(0, end, size)) if shuffle else range(0, end, size)\n"
            "    return (np.arange(n)[start : start + size] for start in starts)",
        ),
        seen="a widely used collection of teaching code",
    ),
    _mistake(
        "drawn-with-replacement",
        "An epoch draws its samples with replacement: a third of them is not seen.",
        "batching.py",
        (
            '    order = _checks.generator(rng, "minibatches").permutation(n) if',
            '    order = _checks.generator(rng, "minibatches").integers(0, n, n) if',
        ),
    ),
    _mistake(
        "test-samples-leak",
        "Each part of a split is drawn from all samples, so training sees test samples.",
        "batching.py",
        (
            "    return np.split(order, sizes.cumsum()[:-1])",
            "    return [rng.permutation(order)[:size] for size in sizes]",
        ),
    ),
    _mistake(
        "test-samples-standardized-by-themselves",
        "Test samples are standardised with their own mean and deviation.",
        "batching.py",
        (
            "return ((X - self.mean) / self.scale)",
            "return ((X - X.mean(axis=0)) / np.maximum(X.std(axis=0), 1e-12))",
        ),
    ),
    _mistake(
        "standardized-in-one-pass",
        "The standard deviation is the root of the mean square minus the squared mean, which cancels far from 0.",
        "batching.py",
        (
            "scale = unit * np.sqrt(((part - part.mean(axis=0)) ** 2).mean(axis=0))",
            "scale = np.sqrt(np.maximum((X * X).mean(axis=0) - X.mean(axis=0) ** 2, 0))",
        ),
    ),
    _mistake(
        "penalty-without-half",
        "The L2 penalty is λΣw² while its gradient is λw: one of the two lacks a factor 2.",
        "regularization/_penalties.py",
        (
            "_times(lambda_, 0.5 * _total(penalized, np.square, population))",
            "_times(lambda_, _total(penalized, np.square, population))",
        ),
    ),
    _mistake(
        "mean-of-batch-means",
        "The loss of an epoch is the mean over its batches, so a short last batch counts too much.",
        "training/_loop.py",
        ("else value * count", "else value * data.n / len(range(0, data.n, self.batch_size or data.n))"),
    ),
    _mistake(
        "gradients-accumulate",
        "Gradients are never set back to zero: each step carries all the ones before.",
        "training/_loop.py",
        (
            "        _, grads = forward.pullback(gradient, wrt_input=False)\n",
            "        _, grads = forward.pullback(gradient, wrt_input=False)\n"
            '        kept = self.__dict__.get("kept", {})\n'
            "        self.kept = grads = {name: grad + kept.get(name, 0) for name, grad in grads.items()}\n",
        ),
    ),
    _mistake(
        "optimizer-starts-anew",
        "A new optimizer is made for every step, so it remembers nothing.",
        "training/_loop.py",
        (
            "self.params, grads, self.state, factor",
            "self.params, grads, self.optimizer.init(self.params), factor",
        ),
    ),
    _mistake(
        "running-statistics-lost",
        "The running statistics of batch normalization are never stored.",
        "training/_loop.py",
        ("        params |= forward.buffers\n", ""),
    ),
    _mistake(
        "dropout-while-evaluating",
        "Validation runs in training mode, with dropout switched on.",
        "training/_fit.py",
        (
            "    prediction = loop.network(loop.params, data.X)",
            "    prediction = loop.network.forward(loop.params, data.X, train=True, rng=loop.rng).value",
        ),
    ),
    _mistake(
        "last-weights-returned",
        "Early stopping returns the last weights, not the best.",
        "training/_fit.py",
        ("params=best.params if best else loop.params", "params=loop.params"),
    ),
    _mistake(
        "logits-cut-at-one-half",
        "A logit counts as a yes above 0.5, where 0 is the border.",
        "metrics/_shared.py",
        ("(p[..., 0] > threshold)", "(p[..., 0] > (threshold or 0.5))"),
    ),
    _mistake(
        "scalar-gradient-overwritten",
        "Where a number is used twice, the second gradient replaces the first instead of being added.",
        "autograd.py",
        ("parent.grad += node.grad * slope", "parent.grad = node.grad * slope"),
    ),
    _mistake(
        "scalar-gradients-kept",
        "A second backward pass adds to the gradients of the first.",
        "autograd.py",
        ("            node.grad = 0.0\n        self.grad = 1.0", "            pass\n        self.grad = 1.0"),
        seen="a famous autograd that fits on a page",
    ),
    _mistake(
        "scalar-order-of-discovery",
        "Nodes are visited as they are found, some before all their gradients have arrived.",
        "autograd.py",
        ("    return order\n", "    return found\n"),
    ),
)

MISTAKES = {
    mistake.key: mistake for mistake in (*ACTIVATIONS, *LOSSES, *LAYERS, *OPTIMIZERS, *BEFORE_AND_AROUND)
}
