import types
import unittest


@types.coroutine
def park():
    yield


async def voyage():
    depths = [5, 9, 14]
    mark = depths
    await park()
    return mark


class Pinning(unittest.TestCase):
    def test_moving_a_coroutine_moves_a_reference(self):
        coroutine = voyage()
        frame = coroutine.cr_frame
        coroutine.send(None)
        harbour = [coroutine]
        del coroutine
        moved = harbour.pop()
        self.assertIs(moved.cr_frame, frame)
        with self.assertRaises(StopIteration) as end:
            moved.send(None)
        self.assertEqual(end.exception.value, [5, 9, 14])
