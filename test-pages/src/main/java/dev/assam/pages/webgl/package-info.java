/** The WebGL backend on the JVM, drawing in a browser: its shaders without a build of the page. */
package dev.assam.pages.webgl;
