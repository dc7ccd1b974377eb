package dev.assam.nativerun.ort;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** ONNX Runtime's profile: a list of events, among them one for each node and run. */
public final class OrtProfile {
  private static final String KERNEL = "_kernel_time";

  private OrtProfile() {}

  /**
   * Milliseconds of one run by operator and provider, the mean of the last runs.
   *
   * @param json the file's text
   * @param runs how many runs at the end count
   * @throws OrtException if there are not so many
   */
  public static Map<String, Double> kernels(String json, int runs) {
    List<List<JsonObject>> all = new ArrayList<>();
    List<JsonObject> current = new ArrayList<>();
    JsonArray events = JsonParser.parseString(json).getAsJsonArray();
    for (JsonElement element : events) {
      JsonObject event = element.getAsJsonObject();
      String name = event.get("name").getAsString();
      if (name.equals("model_run")) {
        // It is told when the run is over.
        all.add(current);
        current = new ArrayList<>();
      } else if (event.get("cat").getAsString().equals("Node") && name.endsWith(KERNEL)) {
        current.add(event);
      }
    }
    if (all.size() < runs) {
      throw new OrtException("the profile has " + all.size() + " runs of " + runs, null);
    }
    Map<String, Double> times = new TreeMap<>();
    for (List<JsonObject> run : all.subList(all.size() - runs, all.size())) {
      for (JsonObject event : run) {
        JsonObject more = event.getAsJsonObject("args");
        String provider = more.get("provider").getAsString().replace("ExecutionProvider", "");
        String name = more.get("op_name").getAsString() + " " + provider;
        times.merge(name, event.get("dur").getAsDouble() / 1e3 / runs, Double::sum);
      }
    }
    return times;
  }
}
