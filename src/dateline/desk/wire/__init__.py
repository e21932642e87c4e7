"""The wire inbox: what is asked for, what is found, how it is listed, the item that is read."""
