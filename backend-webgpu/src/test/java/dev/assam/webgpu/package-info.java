/** Tests of plans, places and shaders on the recording device. */
package dev.assam.webgpu;
