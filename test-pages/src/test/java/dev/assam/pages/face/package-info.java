/** Tests of assam.js as a page sees it: values, errors, loading, memory, workers. */
package dev.assam.pages.face;
