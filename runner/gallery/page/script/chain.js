function layChain() {}
