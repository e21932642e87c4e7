"""What comes into the markets room from outside: lines of ticks, the operator's file."""
