"""What the proof of the router's answers is made of; shares no code with the router."""
