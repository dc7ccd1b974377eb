package dev.assam.error;

/** What the caller handed to a session does not fit the model's inputs. */
public final class InputException extends AssamException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  @Override
  public String code() {
    return "INPUT";
  }
}
