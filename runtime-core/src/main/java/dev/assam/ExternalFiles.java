package dev.assam;

import dev.assam.error.ExternalDataException;
import dev.assam.error.MemoryException;
import dev.assam.memory.Storage;
import dev.assam.onnx.ExternalData;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** External data in files below a folder; for the JVM. */
final class ExternalFiles implements ExternalData {
  private final Path folder;

  ExternalFiles(Path folder) {
    this.folder = folder;
  }

  /** A whole file as a storage of bytes. */
  static Storage readAll(Path file) throws IOException {
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
