package dev.assam.backend;

import java.util.List;

/**
 * Where the nodes of a prepared plan run, and what one run copies between memories.
 *
 * @param nodes in the order in which they are run
 * @param uploads values that a run copies to the device
 * @param uploadBytes bytes of them
 * @param downloads values that a run copies back
 * @param downloadBytes bytes of them
 * @param programs distinct programs of the device
 * @param launches of them in a run
 */
public record Profile(
    List<Entry> nodes,
    int uploads,
    long uploadBytes,
    int downloads,
    long downloadBytes,
    int programs,
    int launches) {
  /** Of a plan that one backend runs as a whole. */
  public static final Profile NONE = new Profile(List.of(), 0, 0, 0, 0, 0, 0);

  /**
   * A node.
   *
   * @param backend that runs it
   * @param kernel as that backend calls it
   * @param launches of the device's programs for it, which follow those of the nodes before
   */
  public record Entry(String node, String op, String backend, String kernel, int launches) {}

  public Profile {
    nodes = List.copyOf(nodes);
  }

  /** One line a node: backend, kernel, node; then the copies. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Entry entry : nodes) {
      text.append(entry.backend()).append(' ').append(entry.kernel());
      text.append(" \"").append(entry.node()).append("\" ").append(entry.op()).append('\n');
    }
    text.append(uploads).append(" uploads of ").append(uploadBytes).append(" bytes, ");
    text.append(downloads).append(" downloads of ").append(downloadBytes).append(" bytes, ");
    return text.append(programs)
        .append(" programs in ")
        .append(launches)
        .append(" launches\n")
        .toString();
  }
}
