/** The JavaScript build's half of {@code dev.assam.memory}, for pages without WebAssembly GC. */
package dev.assam.wasm.js;
