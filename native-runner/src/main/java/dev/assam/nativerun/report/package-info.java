/** The report: rows become tables, plots and statements in one HTML file. */
package dev.assam.nativerun.report;
