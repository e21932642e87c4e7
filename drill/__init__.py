"""The fault suite: a real newsroom is hurt on purpose while readers read it and writers write down what was said."""
