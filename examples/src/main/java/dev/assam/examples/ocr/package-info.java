/** Reads text in pictures with the PP-OCR networks. */
package dev.assam.examples.ocr;
