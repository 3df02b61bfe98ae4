// The house stands; its rooms come next.
