import heapq


def run(tasks, clock):
    heap = [(0, number, task) for number, task in enumerate(tasks)]
    heapq.heapify(heap)
