"""IPTC 7901 and ANPA 1312: text between control characters, as archives and old lines hold it."""
