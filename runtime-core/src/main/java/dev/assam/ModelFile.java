package dev.assam;

import dev.assam.error.ExternalDataException;
import dev.assam.error.MemoryException;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.onnx.ExternalData;
import dev.assam.onnx.Model;
import dev.assam.onnx.OnnxReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Models in files; for the JVM only. Tensors that a model keeps in other files are looked for below
 * its folder.
 */
public final class ModelFile implements ExternalData {
  private final Path folder;

  private ModelFile(Path folder) {
    this.folder = folder;
  }

  /** Opens a model with the default options. */
  public static Session open(Path file) throws IOException {
    return open(file, SessionOptions.DEFAULT);
  }

  /**
   * Opens a model.
   *
   * @throws IOException if the file cannot be read
   */
  @SuppressWarnings("try")
  public static Session open(Path file, SessionOptions options) throws IOException {
    try (MemoryScope scope = MemoryScope.open()) {
      return Session.open(
          readAll(file),
          options.externalData().equals(ExternalData.NONE)
              ? options.withExternalData(new ModelFile(file.toAbsolutePath().getParent()))
              : options);
    }
  }

  /**
   * Reads a model without preparing it to run; the caller releases it.
   *
   * @throws IOException if the file cannot be read
   */
  @SuppressWarnings("try")
  public static Model read(Path file) throws IOException {
    try (MemoryScope scope = MemoryScope.open()) {
      return OnnxReader.read(readAll(file), new ModelFile(file.toAbsolutePath().getParent()));
    }
  }

  /** A whole file as a storage of bytes. */
  public static Storage readAll(Path file) throws IOException {
    long size = Files.size(file);
    if (size > Integer.MAX_VALUE - 1024) {
      throw new MemoryException(file + " has " + size + " bytes (allowed: less than 2 GiB)");
    }
    return Storage.ofBytes(Files.readAllBytes(file));
  }

  @Override
  public Storage read(String location, long offset, long length) {
    Path file = folder.resolve(location).normalize();
    if (!file.startsWith(folder)) {
      throw new ExternalDataException("external data \"" + location + "\" lies outside " + folder);
    }
    if (!Files.isRegularFile(file)) {
      throw new ExternalDataException("external data \"" + location + "\" is missing in " + folder);
    }
    if (length > Integer.MAX_VALUE - 1024) {
      throw new MemoryException(
          "external data \"" + location + "\": a tensor of " + length + " bytes (allowed: 2 GiB)");
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      if (offset + length > in.length()) {
        throw new ExternalDataException(
            "external data \""
                + location
                + "\": "
                + length
                + " bytes at "
                + offset
                + " wanted, the file has "
                + in.length());
      }
      byte[] bytes = new byte[(int) length];
      in.seek(offset);
      in.readFully(bytes);
      return Storage.ofBytes(bytes);
    } catch (EOFException e) {
      throw new ExternalDataException("external data \"" + location + "\" is too short");
    } catch (IOException e) {
      throw new ExternalDataException("external data \"" + location + "\": " + e.getMessage());
    }
  }
}
