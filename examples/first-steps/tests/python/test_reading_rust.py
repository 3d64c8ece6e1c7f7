"""The proofs of the page "Reading Rust", for Python."""

import gc
import unittest
import weakref


class Pilot:
    relief = None


class ReadingRust(unittest.TestCase):
    # Move

    def test_a_function_changes_its_callers_list(self):
        def close(board):
            board.append("closed")
            return board

        quay = ["Aurora"]
        office = close(quay)
        self.assertIs(office, quay)
        self.assertEqual(quay, ["Aurora", "closed"])

    # Borrow

    def test_removing_while_iterating_passes_over_the_next(self):
        berths = ["Aurora", "Borealis", "Corona"]
        seen = []
        for ferry in berths:
            seen.append(ferry)
            if ferry == "Aurora":
                berths.remove(ferry)
        self.assertEqual(seen, ["Aurora", "Corona"])
        self.assertEqual(berths, ["Borealis", "Corona"])

    def test_a_match_without_a_case_that_fits_does_nothing(self):
        found = []
        match "Corona":
            case "Aurora":
                found.append(0)
        self.assertEqual(found, [])

    # Option

    def test_none_fails_where_it_is_used(self):
        berths = {"Aurora": 0}
        berth = berths.get("Corona")
        kept = [berth]
        with self.assertRaises(TypeError):
            kept[0] + 1

    def test_zero_from_a_dict_is_false_and_not_none(self):
        berth = {"Aurora": 0}.get("Aurora")
        self.assertIsNotNone(berth)
        self.assertFalse(berth)

    # Result

    def test_an_exception_passes_through_silent_callers(self):
        passed = []

        def depth(signal):
            return int(signal)

        def water_under_keel(signal):
            water = depth(signal) - 3
            passed.append(water)
            return water

        with self.assertRaises(ValueError):
            water_under_keel("fog")
        self.assertEqual(passed, [])

    # Trait

    def test_a_missing_method_fails_at_the_call(self):
        reached = []

        def log(sender):
            reached.append("log")
            sender.signal()

        with self.assertRaises(AttributeError):
            log(object())
        self.assertEqual(reached, ["log"])

    # Closure

    def test_a_closure_looks_its_names_up_when_it_runs(self):
        ferry = "Aurora"

        def order():
            return ferry

        ferry = "Borealis"
        self.assertEqual(order(), "Borealis")
        ferry = "Corona"
        self.assertEqual(order(), "Corona")

    # Rc and Arc

    def test_an_object_goes_with_its_last_owner(self):
        master = pilot = Pilot()
        seen = weakref.ref(pilot)
        del master
        self.assertIs(seen(), pilot)
        del pilot
        self.assertIsNone(seen())

    def test_the_collector_finds_two_objects_that_own_each_other(self):
        gc.disable()
        self.addCleanup(gc.enable)
        ada, grace = Pilot(), Pilot()
        ada.relief, grace.relief = grace, ada
        seen = weakref.ref(ada)
        del ada, grace
        self.assertIsNotNone(seen())
        gc.collect()
        self.assertIsNone(seen())

    # Drop

    def test_a_name_outlives_its_block(self):
        for ferry in ["Aurora"]:
            pilot = Pilot()
            seen = weakref.ref(pilot)
        self.assertEqual(ferry, "Aurora")
        self.assertIsNotNone(seen())


if __name__ == "__main__":
    unittest.main()
