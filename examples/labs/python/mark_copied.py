import copy


class Chart:
    def __init__(self):
        self.depths = [5, 9, 14]
        self.mark = self.depths

    def is_whole(self):
        return self.mark is self.depths


def moved(chart):
    chart = copy.copy(chart)
    chart.depths = list(chart.depths)
    return chart


chart = Chart()
print(f"drawn: the mark is on this chart: {chart.is_whole()}")
chart = moved(chart)
print(f"moved: the mark is on this chart: {chart.is_whole()}")
