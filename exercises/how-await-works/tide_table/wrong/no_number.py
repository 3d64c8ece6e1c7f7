import heapq


def run(tasks, clock):
    heap = [(0, number, task) for number, task in enumerate(tasks)]
    heapq.heapify(heap)
    heap = [(at, task) for at, _, task in heap]
    while heap:
        at, task = heapq.heappop(heap)
        clock[0] = at
        try:
            seconds = next(task)
        except StopIteration:
            continue
        heapq.heappush(heap, (at + seconds, task))
