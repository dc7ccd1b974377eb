/** Tests of the WebGL backend in a browser. */
package dev.assam.pages.webgl;
