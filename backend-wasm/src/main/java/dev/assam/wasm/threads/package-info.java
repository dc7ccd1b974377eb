/**
 * Threads of the WebAssembly build: workers that run the same module over the same memory. Objects
 * are each instance's own, so what is to be done is written down as numbers.
 */
package dev.assam.wasm.threads;
