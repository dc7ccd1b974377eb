/**
 * Typed memory: arrays on the JVM and in JavaScript, addresses of linear memory in WebAssembly.
 *
 * <p>{@link dev.assam.memory.Floats} and its siblings are values, not objects: in the WebAssembly
 * build each one is an address. They may be locals, parameters, results and fields of exactly their
 * type; never null, never in a collection, never cast. What ordinary code keeps is a {@link
 * dev.assam.memory.Storage}.
 */
package dev.assam.memory;
