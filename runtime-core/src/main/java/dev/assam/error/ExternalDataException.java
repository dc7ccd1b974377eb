package dev.assam.error;

/** A model's external data is missing, too short, or outside the place where it is allowed. */
public final class ExternalDataException extends AssamException {
  private static final long serialVersionUID = 1L;

  public ExternalDataException(String message) {
    super(message);
  }

  @Override
  public String code() {
    return "EXTERNAL_DATA";
  }
}
