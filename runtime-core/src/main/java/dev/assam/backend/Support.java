package dev.assam.backend;

/**
 * Yes, or no with a reason.
 *
 * @param reason why not; null for yes
 */
public record Support(String reason) {
  public static final Support YES = new Support(null);

  public boolean isYes() {
    return reason == null;
  }
}
