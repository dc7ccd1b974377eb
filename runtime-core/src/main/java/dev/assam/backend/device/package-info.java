/**
 * What backends for devices share: which nodes run there, which on the CPU, in which order, and how
 * values cross between. A device brings its kernels and its programs ({@link
 * dev.assam.backend.device.Device}); everything here is the same for all of them.
 */
package dev.assam.backend.device;
