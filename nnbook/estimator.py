"""Networks as scikit-learn estimators: ``fit``, ``predict``, ``score``, and what scikit-learn builds on them.

They are `nnbook.mlp` and `nnbook.fit` behind scikit-learn's interface, so a network can stand in a ``Pipeline``, be
tuned by ``GridSearchCV`` and compared by ``cross_val_score``; the chapter *Practice* does so.  The module needs
scikit-learn, so ``import nnbook`` leaves it out: write ``from nnbook.estimator import NeuralNetworkClassifier``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from numbers import Integral
from typing import Any, Self

import numpy as np
from numpy.random import Generator, RandomState
from numpy.typing import ArrayLike

from nnbook import _checks, training
from nnbook._checks import Array
from nnbook.activations import log_sigmoid, log_softmax, sigmoid, softmax
from nnbook.layers import Activation, mlp
from nnbook.optimizers import Adam, Optimizer
from nnbook.regularization import EarlyStopping
from nnbook.schedules import Schedule

try:
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
    from sklearn.model_selection import train_test_split
    from sklearn.utils import check_random_state
    from sklearn.utils.multiclass import check_classification_targets
    from sklearn.utils.validation import check_is_fitted, validate_data
except ImportError as error:
    raise ImportError(
        "nnbook.estimator needs scikit-learn 1.6 or newer; install it with: pip install 'nnbook[data]'",
        name="sklearn",
    ) from error

__all__ = ["NeuralNetworkClassifier", "NeuralNetworkRegressor"]

_PRECISIONS = (np.float64, np.float32)  # anything else becomes the first one


# What both share


class _NeuralNetwork(BaseEstimator):  # type: ignore[misc]
    """A multilayer perceptron with scikit-learn's manners."""

    def __init__(
        self,
        hidden_layer_sizes: int | Sequence[int] = (100,),
        activation: str | Activation = "relu",
        *,
        dropout: float = 0.0,
        optimizer: Optimizer | None = None,
        learning_rate: float | None = None,
        schedule: Schedule | None = None,
        batch_size: int | None = 32,
        max_iter: int = 200,
        max_norm: float | None = None,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 10,
        random_state: int | Generator | RandomState | None = None,
        verbose: bool = False,
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.dropout = dropout
        self.optimizer = optimizer
        self.learning_rate = learning_rate
        self.schedule = schedule
        self.batch_size = batch_size
        self.max_iter = max_iter
        self.max_norm = max_norm
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change
        self.random_state = random_state
        self.verbose = verbose

    def _train(self, X: Array, y: Array, outputs: int, loss: str) -> None:
        """Build the network, train it, and keep what came of it."""
        who = type(self).__name__
        sizes = [X.shape[1], *self._hidden(), outputs]
        network = mlp(sizes, activation=self.activation, dropout=self.dropout)
        rng = _generator(self.random_state, who)
        validation = rule = None
        if self.early_stopping:
            rule = EarlyStopping(_checks.whole_number(self.n_iter_no_change, who, what="n_iter_no_change"))
            (X, y), validation = self._hold_out(X, y, rng)
        result = training.fit(
            network,
            rng,
            X,
            y,
            loss=loss,
            optimizer=self._optimizer(),
            schedule=self.schedule,
            batch_size=self.batch_size,
            epochs=_checks.whole_number(self.max_iter, who, what="max_iter"),
            validation=validation,
            early_stopping=rule,
            max_norm=self.max_norm,
            progress=bool(self.verbose),
        )
        self.network_ = network
        self.params_ = result.params
        self.history_ = result.history
        self.loss_curve_ = [float(loss) for loss in result.history.get("loss", ())]
        self.n_iter_ = result.history.epochs
        self.best_iter_ = int(result.best_epoch) if self.early_stopping else None
        if result.interrupted:  # Ctrl-C has to end a search over many fits too
            raise KeyboardInterrupt(f"{who} keeps what it learned in {self.n_iter_} epochs")

    def _hidden(self) -> list[int]:
        """Return the sizes of the hidden layers; one number is one layer."""
        sizes: Any = self.hidden_layer_sizes
        who, what = type(self).__name__, "units in each of hidden_layer_sizes"
        return [_checks.whole_number(size, who, what=what) for size in (sizes if np.ndim(sizes) else [sizes])]

    def _optimizer(self) -> Optimizer:
        """Return the optimizer, with the learning rate of its own or the one that was asked for."""
        optimizer, who = self.optimizer, type(self).__name__
        if optimizer is None:
            optimizer = Adam()
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"{who} expected an optimizer such as nnbook.Adam(0.01), got {optimizer!r}")
        if self.learning_rate is not None:
            optimizer = replace(optimizer, learning_rate=self.learning_rate)
        if isinstance(optimizer.learning_rate, tuple):
            raise ValueError(f"{who} expected one learning rate, got {len(optimizer.learning_rate)}")
        return optimizer

    def _hold_out(self, X: Array, y: Array, rng: Generator) -> list[tuple[Array, Array]]:
        """Return X and y to train on, and X and y to validate on, with the classes in the same proportions."""
        who, what = type(self).__name__, "validation_fraction"
        fraction = _checks.positive(self.validation_fraction, who, what=what)
        if fraction >= 1:
            raise ValueError(f"{who} expected a {what} below 1, got {fraction:g}")
        parts = train_test_split(
            np.arange(len(X)),
            test_size=fraction,
            stratify=y if isinstance(self, ClassifierMixin) else None,
            random_state=int(rng.integers(2**32)),
        )
        return [(X[rows], y[rows]) for rows in parts]

    def _output(self, X: ArrayLike) -> Array:
        """Return what the network makes of each sample, shape (n,) if that is one number."""
        check_is_fitted(self)
        samples = validate_data(self, X, dtype=_PRECISIONS, reset=False)
        output = self.network_(self.params_, samples)
        return output[:, 0] if self._one_number else output


def _generator(random_state: Any, who: str) -> Generator:
    """Return a generator for whatever scikit-learn takes as random_state, and for a generator."""
    if isinstance(random_state, Generator):
        return random_state
    if isinstance(random_state, Integral):
        if random_state < 0:
            raise ValueError(f"{who} expected a random_state of at least 0, got {random_state}")
        return np.random.default_rng(int(random_state))
    words = check_random_state(random_state).randint(2**32, size=4, dtype=np.uint32)
    return np.random.default_rng(words)


# The two estimators


class NeuralNetworkClassifier(ClassifierMixin, _NeuralNetwork):  # type: ignore[misc]
    """Tell classes apart with a multilayer perceptron, as a scikit-learn estimator.

    Two classes are told apart by one logit and `binary_cross_entropy_with_logits`, more by one logit each and
    `cross_entropy`.  Labels may be numbers or strings.

    Parameters
    ----------
    hidden_layer_sizes : int or sequence of int, default (100,)
        The number of units in each hidden layer; () makes it logistic regression.
    activation : str or Activation, default "relu"
        The activation of the hidden layers, by nnbook's names: scikit-learn's "logistic" is "sigmoid".
    dropout : float, default 0
        The probability of the `Dropout` behind each activation while training.
    optimizer : Optimizer, optional
        The rule of the steps; `Adam` if not given.  Weight decay, scikit-learn's alpha, is an option of it.
    learning_rate : float, optional
        The learning rate of the optimizer, whichever it is; if not given, the optimizer's own.
    schedule : callable, optional
        The factor of the learning rate as a function of the epoch, counted from 0.
    batch_size : int or None, default 32
        Samples in a batch; None takes all of them.
    max_iter : int, default 200
        The number of epochs; all of them are run, unless `early_stopping` ends them.
    max_norm : float, optional
        The longest gradient; longer ones are shortened by `clip_by_global_norm`.
    early_stopping : bool, default False
        Whether to hold out part of the samples and keep the parameters with the smallest loss on them.
    validation_fraction : float, default 0.1
        The share of the samples that early stopping holds out, drawn class by class.
    n_iter_no_change : int, default 10
        The number of epochs without a smaller validation loss after which early stopping ends the training.
    random_state : int, numpy.random.Generator, numpy.random.RandomState or None
        The randomness of first parameters, batches, dropout and held-out samples.  A whole number gives the same
        network in every ``fit``, None a seed from NumPy's global one, as everywhere in scikit-learn.
    verbose : bool, default False
        Whether to show a progress bar.

    Attributes
    ----------
    classes_ : ndarray of shape (K,)
        The labels, sorted.
    network_ : Sequential
        The network.
    params_ : dict of ndarray
        Its parameters; `save`, `to_torch` and `export_onnx` take both.
    history_ : History
        One row per epoch.
    loss_curve_ : list of float
        The loss of each epoch.
    n_iter_ : int
        The number of epochs that were run.
    best_iter_ : int or None
        With early stopping, the epoch that the parameters are from, counted from 1.
    n_features_in_ : int
        The number of features.
    feature_names_in_ : ndarray of str
        Their names, if X was a data frame with names.

    Raises
    ------
    TypeError
        By ``fit``, if an argument is of the wrong kind, or X is sparse.
    ValueError
        By ``fit``, if an argument is out of its range, X or y is not finite, or y has fewer than two classes.
    DivergenceError
        By ``fit``, if the loss becomes infinite or NaN; it says what to try.  A search such as ``GridSearchCV``
        takes it for a failed fit and goes on.

    Notes
    -----
    Methods: ``fit(X, y)``, ``predict(X)``, ``predict_proba(X)``, ``predict_log_proba(X)``,
    ``decision_function(X)`` (the logits) and ``score(X, y)`` (the accuracy).  Unlike scikit-learn's
    ``MLPClassifier`` it has neither ``sample_weight`` nor ``partial_fit``, refuses several labels per sample, and
    watches the loss, not the accuracy, for early stopping.

    Features are taken as they are: put a ``StandardScaler`` in front.  Samples in float32 train a network in
    float32, all others one in float64.  Ctrl-C raises KeyboardInterrupt once what was learned is kept, so the
    estimator can be used.

    Examples
    --------
    >>> from sklearn.model_selection import cross_val_score
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import StandardScaler
    >>> from nnbook.datasets import iris
    >>> from nnbook.estimator import NeuralNetworkClassifier
    >>> network = NeuralNetworkClassifier((8,), learning_rate=0.01, max_iter=50, random_state=0)
    >>> X, y = iris()
    >>> scores = cross_val_score(make_pipeline(StandardScaler(), network), X, y, cv=5)
    >>> bool(scores.mean() > 0.93)
    True
    """

    _one_number = property(lambda self: len(self.classes_) == 2)

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Train a new network.

        Parameters
        ----------
        X : array_like, shape (n, d)
            One sample per row.
        y : array_like, shape (n,)
            The label of each sample.

        Returns
        -------
        NeuralNetworkClassifier
            The estimator itself.
        """
        samples, labels = validate_data(self, X, y, dtype=_PRECISIONS)
        check_classification_targets(labels)
        self.classes_, index = np.unique(labels, return_inverse=True)
        K = len(self.classes_)
        if K == 1:
            label = self.classes_[0]
            raise ValueError(f"NeuralNetworkClassifier expected at least 2 classes, got 1 class, {label!r}")
        if K == 2:
            self._train(samples, index, 1, "binary_cross_entropy_with_logits")
        else:
            self._train(samples, index, K, "cross_entropy")
        return self

    def decision_function(self, X: ArrayLike) -> Array:
        """Return the logits.

        Parameters
        ----------
        X : array_like, shape (n, d)
            Samples.

        Returns
        -------
        ndarray of shape (n,) or (n, K)
            With two classes one logit, positive for the second class; otherwise one for each class.
        """
        return self._output(X)

    def predict(self, X: ArrayLike) -> Array:
        """Return the most likely label of each sample.

        Parameters
        ----------
        X : array_like, shape (n, d)
            Samples.

        Returns
        -------
        ndarray of shape (n,)
            Labels.
        """
        z = self._output(X)
        return self.classes_[(z > 0).astype(int) if z.ndim == 1 else z.argmax(axis=1)]

    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of each class.

        Parameters
        ----------
        X : array_like, shape (n, d)
            Samples.

        Returns
        -------
        ndarray of shape (n, K)
            Probabilities, in the order of ``classes_``.
        """
        z = self._output(X)
        return np.stack([sigmoid(-z), sigmoid(z)], axis=1) if z.ndim == 1 else softmax(z)

    def predict_log_proba(self, X: ArrayLike) -> Array:
        """Return the logarithm of the probability of each class, exact where the probability rounds to 0 or 1.

        Parameters
        ----------
        X : array_like, shape (n, d)
            Samples.

        Returns
        -------
        ndarray of shape (n, K)
            Logarithms, in the order of ``classes_``.
        """
        z = self._output(X)
        return np.stack([log_sigmoid(-z), log_sigmoid(z)], axis=1) if z.ndim == 1 else log_softmax(z)


class NeuralNetworkRegressor(RegressorMixin, _NeuralNetwork):  # type: ignore[misc]
    """Predict numbers with a multilayer perceptron, as a scikit-learn estimator.

    It minimises the mean squared error.  Targets of shape (n, K) give K predictions for each sample.

    Parameters
    ----------
    hidden_layer_sizes, activation, dropout, optimizer, learning_rate, schedule, batch_size, max_iter, max_norm
        As in `NeuralNetworkClassifier`; without a hidden layer it is linear regression.
    early_stopping, validation_fraction, n_iter_no_change, random_state, verbose
        As in `NeuralNetworkClassifier`; the held-out samples are drawn from all alike.

    Attributes
    ----------
    network_, params_, history_, loss_curve_, n_iter_, best_iter_, n_features_in_, feature_names_in_
        As in `NeuralNetworkClassifier`.

    Raises
    ------
    TypeError, ValueError, DivergenceError
        By ``fit``, as in `NeuralNetworkClassifier`.

    Notes
    -----
    Methods: ``fit(X, y)``, ``predict(X)`` and ``score(X, y)`` (the coefficient of determination R²).

    Features and targets are taken as they are.  Put a ``StandardScaler`` in front, and where the targets are far
    from the order of 1, ``TransformedTargetRegressor(network, transformer=StandardScaler())`` around it.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.estimator import NeuralNetworkRegressor
    >>> X = np.linspace(-3, 3, 200)[:, None]
    >>> y = np.sin(X[:, 0])
    >>> network = NeuralNetworkRegressor((32,), activation="tanh", learning_rate=0.01, random_state=0)
    >>> network.fit(X, y).score(X, y) > 0.99
    True
    """

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Train a new network.

        Parameters
        ----------
        X : array_like, shape (n, d)
            One sample per row.
        y : array_like, shape (n,) or (n, K)
            The target, or the targets, of each sample.

        Returns
        -------
        NeuralNetworkRegressor
            The estimator itself.
        """
        samples, targets = validate_data(self, X, y, dtype=_PRECISIONS, multi_output=True, y_numeric=True)
        self._one_number = targets.ndim == 1
        self._train(samples, targets, 1 if self._one_number else targets.shape[1], "mean_squared_error")
        return self

    def predict(self, X: ArrayLike) -> Array:
        """Return the predicted numbers.

        Parameters
        ----------
        X : array_like, shape (n, d)
            Samples.

        Returns
        -------
        ndarray of shape (n,) or (n, K)
            Predictions, in the shape of the targets.
        """
        return self._output(X)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags
