package dev.assam.wasm;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.ValueInfo;
import dev.assam.backend.Completion;
import dev.assam.backend.MemoryUse;
import dev.assam.backend.Profile;
import dev.assam.error.AssamException;
import dev.assam.error.ClosedException;
import dev.assam.error.ExternalDataException;
import dev.assam.memory.Kind;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.onnx.ExternalData;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What JavaScript can ask for, the same in both builds: a request lies in the mailbox, the answer
 * takes its place. Nothing is thrown across the border: an answer begins with a byte that says
 * whether a result follows or an error's code and message.
 */
final class Engine {
  private static final int ALLOCATE = 0;
  private static final int RELEASE = 1;
  private static final int OPEN = 2;
  private static final int RUN = 3;
  private static final int CLOSE = 4;
  private static final int MEMORY = 5;
  private static final int FILE = 6;
  private static final int READY = 7;
  private static final int TAKE = 8;
  private static final int PROFILE = 9;
  private static final int HOLD = 10;

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int LATER = 2;

  private final World world;
  private final Mailbox mailbox = new Mailbox();
  private final Storages storages = new Storages();
  private final Messages messages = new Messages(mailbox, storages);
  private final Map<Integer, Session> sessions = new LinkedHashMap<>();
  private final List<String> missingFiles = new ArrayList<>();
  private final Map<Integer, Completion<?>> pending = new HashMap<>();
  private int nextSession;
  private int nextTicket;

  Engine(World world) {
    this.world = world;
  }

  /** Where requests and answers are, with room for so many bytes. */
  Storage mailbox(int length) {
    mailbox.ensure(length);
    return mailbox.storage();
  }

  /** The storage that JavaScript knows by this number. */
  Storage storage(int handle) {
    return storages.get(handle);
  }

  /** Does what the mailbox asks for; the answer's length in bytes. */
  int call(int operation) {
    mailbox.rewind();
    try {
      switch (operation) {
        case ALLOCATE -> allocate();
        case RELEASE -> release();
        case OPEN -> open();
        case RUN -> run();
        case CLOSE -> close();
        case MEMORY -> memory();
        case FILE -> file();
        case READY -> ready();
        case TAKE -> take();
        case PROFILE -> profile();
        case HOLD -> hold();
        default -> throw new IllegalArgumentException("operation " + operation);
      }
    } catch (AssamException e) {
      fail(e.code(), e.getMessage());
    } catch (OutOfMemoryError e) {
      fail("MEMORY", "out of memory");
    } catch (Throwable e) {
      fail("INTERNAL", e.toString());
    }
    return mailbox.position();
  }

  private void fail(String code, String message) {
    answer(FAILED);
    mailbox.putString(code);
    mailbox.putString(String.valueOf(message));
    mailbox.putInt(missingFiles.size());
    for (String name : missingFiles) {
      mailbox.putString(name);
    }
    missingFiles.clear();
  }

  private void answer(int status) {
    mailbox.rewind();
    mailbox.putByte(status);
  }

  /** Element type's number, length → handle. */
  private void allocate() {
    DType dtype = DType.ofOnnx(mailbox.takeInt());
    Storage storage = Storage.allocate(dtype.kind(), mailbox.takeInt());
    answer(DONE);
    mailbox.putInt(storages.add(storage));
  }

  /** A file's number and length → handle. */
  private void file() {
    Storage storage = world.file(mailbox.takeInt(), mailbox.takeInt());
    answer(DONE);
    mailbox.putInt(storages.add(storage));
  }

  /** What the device holds: its number, element type, count, what to call it → handle. */
  private void hold() {
    int number = mailbox.takeInt();
    DType dtype = DType.ofOnnx(mailbox.takeInt());
    TensorType type = new TensorType(dtype, Shape.of(mailbox.takeInt()));
    Storage storage = world.held(number, type, mailbox.takeString());
    answer(DONE);
    mailbox.putInt(storages.add(storage));
  }

  /** Count, handles → nothing. */
  private void release() {
    int count = mailbox.takeInt();
    for (int i = 0; i < count; i++) {
      storages.release(mailbox.takeInt());
    }
    answer(DONE);
  }

  /**
   * File's handle, backend, seed, limits, dimensions, external files, optimise (0, 1, or 2 for what
   * the backend likes), passes to leave out → session, what it is.
   */
  private void open() {
    Storage file = storages.get(mailbox.takeInt());
    SessionOptions options =
        SessionOptions.DEFAULT
            .withBackend(world.backend(mailbox.takeString()))
            .withSeed(mailbox.takeLong())
            .withMemoryLimit(mailbox.takeLong())
            .withTimeLimit(mailbox.takeLong());
    Map<String, Integer> dimensions = new LinkedHashMap<>();
    for (int left = mailbox.takeInt(); left > 0; left--) {
      dimensions.put(mailbox.takeString(), mailbox.takeInt());
    }
    Map<String, Storage> files = new LinkedHashMap<>();
    for (int left = mailbox.takeInt(); left > 0; left--) {
      files.put(mailbox.takeString(), storages.get(mailbox.takeInt()));
    }
    int optimise = mailbox.takeByte();
    options = optimise == 2 ? options : options.withOptimise(optimise == 1);
    Set<String> without = new HashSet<>();
    for (int left = mailbox.takeInt(); left > 0; left--) {
      without.add(mailbox.takeString());
    }
    Session session =
        Session.open(
            file,
            options
                .withDimensions(dimensions)
                .withExternalData(external(files))
                .withoutPasses(without));
    sessions.put(nextSession, session);
    answer(DONE);
    mailbox.putInt(nextSession++);
    mailbox.putString(session.backend());
    mailbox.putString(session.model().producer());
    mailbox.putInt(session.model().opsets().size());
    session
        .model()
        .opsets()
        .forEach((domain, version) -> {
          mailbox.putString(domain);
          mailbox.putInt(version);
        });
    put(session.inputs());
    put(session.outputs());
  }

  private void put(List<ValueInfo> infos) {
    mailbox.putInt(infos.size());
    for (ValueInfo info : infos) {
      messages.put(info);
    }
  }

  private ExternalData external(Map<String, Storage> files) {
    return (location, offset, length) -> {
      Storage file = files.get(location);
      if (file == null) {
        missingFiles.add(location);
        return ExternalData.NONE.read(location, offset, length);
      }
      if (offset < 0 || length < 0 || length > file.length() - offset) {
        throw new ExternalDataException(
            "external data \""
                + location
                + "\" has "
                + file.length()
                + " bytes; wanted are "
                + length
                + " from "
                + offset
                + " on");
      }
      return file.view((int) offset, Kind.BYTES, (int) length);
    };
  }

  /** Session, named values, outputs to stay on the device → named values, perhaps later. */
  private void run() {
    Session session = session();
    int count = mailbox.takeInt();
    Map<String, Datum> inputs = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = mailbox.takeString();
      inputs.put(name, messages.take(declared(session, name)));
    }
    Set<String> stay = new HashSet<>();
    for (int left = mailbox.takeInt(); left > 0; left--) {
      stay.add(mailbox.takeString());
    }
    answer(session.start(inputs, stay));
  }

  /** Session → nothing, once it can be run without waiting for programs. */
  private void ready() {
    answer(session().ready());
  }

  /** Ticket → what was put off. */
  private void take() {
    answer(pending.remove(mailbox.takeInt()));
  }

  /** Answers with a result, or, if it is not there yet, with a ticket to take it by later. */
  private void answer(Completion<?> completion) {
    if (!completion.isDone()) {
      int ticket = nextTicket++;
      pending.put(ticket, completion);
      answer(LATER);
      mailbox.putInt(ticket);
      completion.whenDone(done -> world.settled(ticket));
      return;
    }
    if (!(completion.get() instanceof Result result)) {
      answer(DONE);
      return;
    }
    try (result) {
      answer(DONE);
      mailbox.putInt(result.outputs().size());
      result
          .outputs()
          .forEach((name, value) -> {
            mailbox.putString(name);
            messages.put(value);
          });
    }
  }

  /**
   * Session → copies of a run, programs and launches; of each node backend, kernel, operator, name
   * and launches.
   */
  private void profile() {
    Profile profile = session().profile();
    answer(DONE);
    mailbox.putInt(profile.uploads());
    mailbox.putLong(profile.uploadBytes());
    mailbox.putInt(profile.downloads());
    mailbox.putLong(profile.downloadBytes());
    mailbox.putInt(profile.programs());
    mailbox.putInt(profile.launches());
    mailbox.putInt(profile.nodes().size());
    for (Profile.Entry node : profile.nodes()) {
      mailbox.putString(node.backend());
      mailbox.putString(node.kernel());
      mailbox.putString(node.op());
      mailbox.putString(node.node());
      mailbox.putInt(node.launches());
    }
  }

  private static ValueType declared(Session session, String name) {
    for (ValueInfo info : session.inputs()) {
      if (info.name().equals(name)) {
        return info.type();
      }
    }
    return null;
  }

  private void close() {
    int id = mailbox.takeInt();
    Session session = sessions.remove(id);
    if (session != null) {
      session.close();
    }
    answer(DONE);
  }

  private Session session() {
    Session session = sessions.get(mailbox.takeInt());
    if (session == null) {
      throw new ClosedException("the session was already closed");
    }
    return session;
  }

  /** Nothing → bytes in tensors now, and at most so far; what each session holds. */
  private void memory() {
    answer(DONE);
    mailbox.putLong(MemoryScope.usedBytes());
    mailbox.putLong(MemoryScope.peakBytes());
    mailbox.putInt(sessions.size());
    sessions.forEach((id, session) -> {
      MemoryUse use = session.memory();
      mailbox.putInt(id);
      mailbox.putLong(use.weights());
      mailbox.putLong(use.activations());
      mailbox.putLong(use.atLeast());
    });
  }
}
