/**
 * The WebGPU backend on the JVM, computing in a browser: its shaders without a build of the page.
 */
package dev.assam.pages.webgpu;
