/** Serves the demonstration pages, and drives them as a person would. */
package dev.assam.pages.demo;
