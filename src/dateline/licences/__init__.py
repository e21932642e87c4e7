"""The licence room: what each partner lets us do, and the one judge that every surface asks."""
