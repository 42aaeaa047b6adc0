"""The patterns of each relation as data: one *.yml per relationship type. README.md says how to read and write them."""
