/** Tests of the WebGL backend that need no browser. */
package dev.assam.webgl;
