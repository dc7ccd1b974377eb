package dev.assam.onnx;

import dev.assam.error.ExternalDataException;
import dev.assam.memory.Storage;

/** Where tensors that a model keeps in other files come from. */
@FunctionalInterface
public interface ExternalData {
  /** For models that are complete in themselves. */
  ExternalData NONE =
      (location, offset, length) -> {
        throw new ExternalDataException(
            "external data \"" + location + "\" is needed and none was given");
      };

  /**
   * The bytes of a stretch of a file, as a storage of bytes.
   *
   * @param location the file's path relative to the model, as the model writes it
   * @param length number of bytes
   * @throws ExternalDataException if there is no such file or it is too short
   */
  Storage read(String location, long offset, long length);
}
