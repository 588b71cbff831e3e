"""The laws of the house, each a function from a tree of files to its breaches; tests/test_house.py applies them."""
