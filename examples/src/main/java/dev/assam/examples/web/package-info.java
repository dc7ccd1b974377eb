/** The pipelines' face towards JavaScript, for the demonstration pages. */
package dev.assam.examples.web;
