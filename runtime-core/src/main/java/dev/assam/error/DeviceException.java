package dev.assam.error;

/**
 * The device that a backend computes on was lost, refused a program or has no room: the session can
 * be opened again or on another backend.
 */
public final class DeviceException extends AssamException {
  private static final long serialVersionUID = 1L;

  private final boolean lost;

  /**
   * @param lost whether everything on the device is gone, so that it may work on a new one
   */
  public DeviceException(String message, boolean lost) {
    super(message);
    this.lost = lost;
  }

  @Override
  public String code() {
    return "DEVICE";
  }

  public boolean isLost() {
    return lost;
  }
}
