package dev.assam.nativerun.report;

/** A chapter of the report; writes nothing if there are no rows for it. */
interface Section {
  void write(Page page, RowSet rows);
}
