import heapq


def run(tasks, clock):
    heap = [(0, number, task) for number, task in enumerate(tasks)]
    heapq.heapify(heap)
    while heap:
        at, number, task = heapq.heappop(heap)
        clock[0] = at
        try:
            seconds = next(task)
        except StopIteration:
            continue
        heapq.heappush(heap, (at + seconds, number, task))
