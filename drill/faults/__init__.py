"""What can go wrong with a newsroom, a module each: `drill(folder, …)` does it and says what was found."""
