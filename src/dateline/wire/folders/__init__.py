"""The wire room's hands on the disk: messages and pictures in partners' folders, and what is kept of them."""
