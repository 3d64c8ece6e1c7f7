import pickle
from concurrent.futures import Executor, Future

from answer import fib_all
from exam import Wrong, expect

NUMBERS = [10, 1, 7]


class Job(Future):
    def __init__(self, pool):
        super().__init__()
        self.pool = pool

    def result(self, timeout=None):
        count = self.pool.count
        expect(
            count >= len(NUMBERS),
            f"There are {len(NUMBERS)} numbers, and `fib_all` waits for a "
            f"result when {count} job is in the queue: "
            "the other workers have nothing to do.",
        )
        return super().result(timeout)


class Pool(Executor):
    """Whatever goes to a worker and comes back is a copy."""

    count = 0

    def submit(self, function, /, *args, **kwargs):
        try:
            sent = pickle.dumps((function, args, kwargs))
        except (pickle.PicklingError, AttributeError, TypeError):
            raise Wrong(
                "The job cannot be sent to another process: a lambda, or "
                "a function inside of a function, has no name that a "
                "worker could import."
            ) from None
        self.count += 1
        job = Job(self)
        function, args, kwargs = pickle.loads(sent)
        try:
            result = function(*args, **kwargs)
            job.set_result(pickle.loads(pickle.dumps(result)))
        except Exception as error:  # noqa: BLE001, as a worker does
            job.set_exception(error)
        return job


def check():
    pool = Pool()
    results = list(fib_all(pool, NUMBERS))
    expect(
        results == [55, 1, 13],
        f"The numbers are 10, 1 and 7, and `fib_all` returns {results}: "
        "a worker has a copy of what it is sent, and only what it returns "
        "comes back.",
    )
    expect(
        pool.count == len(NUMBERS),
        f"There are {len(NUMBERS)} numbers, and {pool.count} jobs are "
        "sent to the pool: let the workers compute.",
    )
