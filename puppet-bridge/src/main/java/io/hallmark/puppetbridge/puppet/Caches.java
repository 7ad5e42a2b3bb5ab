package io.hallmark.puppetbridge.puppet;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.Patience;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.tls.Connection;
import io.hallmark.baselines.tls.MutualTls;
import io.hallmark.puppetbridge.puppet.PuppetSettings.Deploy;
import io.hallmark.puppetbridge.puppet.PuppetSettings.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The servers' caches of an environment. */
final class Caches {
    private final PuppetSettings settings;
    private final List<PuppetServer> servers;
    private final Pause pause;

    Caches(PuppetSettings settings, SecretStore secrets, Pause pause) {
        this.settings = settings;
        this.pause = pause;
        SSLContext tls = MutualTls.context(secrets, settings.credential().orElseThrow(), settings.serverName());
        this.servers = settings.servers().stream()
                .map(url -> new PuppetServer(
                        new Connection(url, tls, settings.timeout(), "the authorities that the server trusts")))
                .toList();
    }

    /**
     * Flushes the environment in all, and where there is a probe, until all serve the baseline.
     *
     * @return what is known of each server
     * @throws BaselinesException when one does not serve it within the time that a deployment may take
     */
    List<String> bringTo(String baseline) {
        List<String> words = new ArrayList<>();
        for (PuppetServer server : servers) {
            words.addAll(bring(server, baseline));
        }
        return words;
    }

    private List<String> bring(PuppetServer server, String baseline) {
        if (settings.probe().isEmpty()) {
            server.flush(settings.environment());
            return List.of(server.address() + " reads environment " + settings.environment()
                    + " anew; what it serves was not asked, 'probe' would name a node to ask for");
        }
        Probe probe = settings.probe().get();
        // r10k has ended by now; what others do may take its time.
        Optional<Duration> waiting =
                settings.deploy() instanceof Deploy.R10k ? Optional.empty() : Optional.of(settings.deployWithin());
        Patience patience = new Patience(1, waiting);
        Duration paused = Duration.ZERO;
        for (int attempt = 1; ; attempt++) {
            server.flush(settings.environment());
            BaselinesException notYet;
            try {
                return words(server, server.served(settings.environment(), probe), probe, baseline);
            } catch (BaselinesException e) {
                notYet = e;
            }
            Optional<Duration> next = notYet.remote() ? patience.next(attempt, paused) : Optional.empty();
            if (next.isEmpty() || Thread.currentThread().isInterrupted()) {
                throw notYet;
            }
            pause.pause(next.get());
            paused = paused.plus(next.get());
        }
    }

    /** @throws BaselinesException when it serves something else */
    private List<String> words(PuppetServer server, PuppetServer.Served served, Probe probe, String baseline) {
        boolean stale = served.baseline().filter(held -> !held.equals(baseline)).isPresent();
        if (stale || !served.version().equals(baseline)) {
            throw BaselinesException.remote(
                    server.address() + " serves " + served.version() + " in environment " + settings.environment()
                            + served.baseline()
                                    .map(held -> " (" + held + " to " + probe.certname() + ")")
                                    .orElse("")
                            + ", not " + baseline + ": was the branch deployed to it, and has its environment.conf the"
                            + " 'config_version' that Hallmark asks for?",
                    null);
        }
        List<String> words = new ArrayList<>();
        words.add(server.address() + " serves " + served.version() + " in environment " + settings.environment());
        if (served.baseline().isEmpty()) {
            words.add("warning: the catalog of " + probe.certname()
                    + " has no node_hardening: it is not included where its class comes from");
        }
        return words;
    }
}
