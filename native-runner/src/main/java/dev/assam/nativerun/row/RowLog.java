package dev.assam.nativerun.row;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows in a file, one JSON object a line. Each row is in the file before the next is measured, so a
 * run that is broken off loses nothing, and what is there need not be measured again.
 */
public final class RowLog implements AutoCloseable {
  private static final Gson GSON =
      new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();

  private final Map<Key, Row> rows;
  private final Writer writer;

  private record Key(RowId id, String commit) {
    static Key of(Row row) {
      return new Key(row.id(), row.origin().commit());
    }
  }

  private RowLog(Map<Key, Row> rows, Writer writer) {
    this.rows = rows;
    this.writer = writer;
  }

  /**
   * Opens a file for more rows; what is there is read. A last line that was cut off is dropped, and
   * rows that later ones replaced; the file changes at once, whenever that is interrupted.
   *
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public static RowLog open(Path file) {
    try {
      List<Row> found = Files.exists(file) ? read(file) : List.of();
      Path absolute = file.toAbsolutePath();
      Files.createDirectories(absolute.getParent());
      Map<Key, Row> rows = new LinkedHashMap<>();
      found.forEach(row -> rows.put(Key.of(row), row));
      StringBuilder text = new StringBuilder();
      rows.values().forEach(row -> text.append(line(row)).append('\n'));
      Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
      Files.writeString(part, text);
      Files.move(part, absolute, StandardCopyOption.REPLACE_EXISTING);
      return new RowLog(rows, Files.newBufferedWriter(absolute, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /**
   * The rows of a file.
   *
   * @throws IOException if it cannot be read, or a line but the last is no row
   */
  public static List<Row> read(Path file) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      try {
        Row row = GSON.fromJson(lines.get(i), Row.class);
        if (row != null) {
          rows.add(row);
        }
      } catch (JsonSyntaxException | IllegalStateException | NullPointerException e) {
        if (i < lines.size() - 1) {
          throw new IOException(file + ": line " + (i + 1) + " is no row", e);
        }
      }
    }
    return rows;
  }

  /** A row as a line of JSON. */
  public static String line(Row row) {
    return GSON.toJson(row);
  }

  /** The row of this measurement at this commit, or null. */
  public synchronized Row find(RowId id, String commit) {
    return rows.get(new Key(id, commit));
  }

  /** Writes a row; a later one of the same measurement and commit takes the place of an earlier. */
  public synchronized void add(Row row) {
    try {
      writer.write(line(row));
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rows.put(Key.of(row), row);
  }

  /** Forgets the rows without a result, so that they are measured again. */
  public synchronized void forgetFailures() {
    rows.values().removeIf(row -> !row.isOk());
  }

  /** All rows, the last of each measurement. */
  public synchronized List<Row> rows() {
    return List.copyOf(rows.values());
  }

  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
