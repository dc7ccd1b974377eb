package dev.assam.pages.bench;

import dev.assam.pages.measure.Baselines;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.Contestant;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.measure.Contestants;
import dev.assam.pages.measure.Outputs;
import dev.assam.pages.measure.PageContestant;
import dev.assam.pages.measure.Site;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Serves the pages for browsers that nobody drives; each offers its row as a file. */
final class Serving {
  private Serving() {}

  /**
   * Serves until the program ends.
   *
   * @param host the interface's name or address
   */
  static void serve(String host, int port, List<String> models, int timeoutSeconds)
      throws UnknownHostException, InterruptedException {
    try (Site site = new Site(InetAddress.getByName(host), port);
        Contestants contestants = new Contestants(site, timeoutSeconds)) {
      Baselines baselines = new Baselines(contestants.oracle());
      Map<String, String> links = new LinkedHashMap<>();
      for (BenchModel model : BenchModel.all()) {
        if (models.contains(model.name()) && Files.isRegularFile(model.file())) {
          links(model, baselines.of(model), contestants, links);
        }
      }
      System.out.println(site.index(links));
      System.out.println(
          "Threads need a secure context: localhost, or https in front of this server. Ctrl-C ends"
              + " it.");
      Thread.currentThread().join();
    }
  }

  private static void links(
      BenchModel model, Outputs expected, Contestants contestants, Map<String, String> links) {
    for (String name : Contestants.ALL) {
      Contestant contestant = contestants.get(name);
      if (contestant instanceof PageContestant page) {
        try {
          String address = page.address(model, 1, Map.of(), expected);
          links.put(model.name() + " in " + name, address);
          String feel = address.replace("run.html", "experience.html");
          links.put(model.name() + " in " + name + ", how the page feels", feel);
        } catch (ContestantException e) {
          System.err.println(name + ": " + e.getMessage());
        }
      }
    }
  }
}
