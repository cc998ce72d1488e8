"""The vocabulary all stages share; standard library only."""
