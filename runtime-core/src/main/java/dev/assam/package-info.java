/** What users import: sessions, their options, and what they report. */
package dev.assam;
