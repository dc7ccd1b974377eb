/** Linear memory: the WebAssembly half of {@code dev.assam.memory}, and its allocator. */
package dev.assam.wasm.memory;
