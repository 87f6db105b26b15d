function layMatrix() {}
