package dev.assam.memory;

/**
 * Bytes that are kept somewhere else, such as a file that the page holds, and brought into Assam's
 * memory piece by piece.
 */
public interface ByteSource {
  /**
   * Fills a storage with little-endian elements.
   *
   * @param offsetBytes where the first element begins
   */
  void read(int offsetBytes, Storage into);

  /** Called once nobody needs it any more. */
  void close();
}
