package io.jenkins.plugins.hallmark.step;

import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.hallmark.agent.Agent;
import io.jenkins.plugins.hallmark.agent.AgentImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What several agents have measured in one build, so that it can be told whether they agree. It has no page. The fields are
 * kept in {@code build.xml} and never renamed.
 */
final class MeasuredAgents implements Action {
    private final ArrayList<Measured> measured = new ArrayList<>();

    /** What one agent measured. */
    private static final class Measured {
        private final String baselines;
        private final String image;
        private final String agent;
        private final String labels;
        private final String fingerprint;
        private final ArrayList<Composed> composed = new ArrayList<>();

        Measured(String baselines, String image, Agent agent, AgentImage measured) {
            this.baselines = baselines;
            this.image = image;
            this.agent = agent.name();
            this.labels = agent.labels();
            this.fingerprint = measured.fingerprint();
            measured.compositions().forEach((key, digests) -> composed.add(new Composed(key, digests)));
        }

        /** The digests that it computed of what is put together; empty where it was not asked. */
        private Optional<String> digests(String key) {
            return composed.stream()
                    .filter(each -> each.key.equals(key))
                    .map(each -> each.digests)
                    .findFirst();
        }

        private Agent agent() {
            return new Agent(agent, labels);
        }
    }

    /** Digests of files put together. In a list, since maps are read only where Java's own are open to XStream. */
    private static final class Composed {
        private final String key;
        private final String digests;

        Composed(String key, String digests) {
            this.key = key;
            this.digests = digests;
        }
    }

    /** Notes what an agent measured. */
    static void add(Run<?, ?> run, String baselines, String image, Agent agent, AgentImage measured)
            throws IOException {
        synchronized (run) {
            MeasuredAgents all = run.getAction(MeasuredAgents.class);
            if (all == null) {
                all = new MeasuredAgents();
                run.addAction(all);
            }
            all.add(new Measured(baselines, image, agent, measured));
        }
        run.save();
    }

    private synchronized void add(Measured each) {
        measured.add(each);
    }

    private synchronized List<Measured> of(String baselines, String image) {
        return measured.stream()
                .filter(each -> each.baselines.equals(baselines) && each.image.equals(image))
                // Whichever agent it was, it may be counted already.
                .filter(each -> !each.agent().equals(Agent.UNKNOWN))
                .toList();
    }

    /**
     * Whether enough agents have measured what this one has.
     *
     * @param needed how many, this one among them; those with the same labels count as one
     * @return why not; empty when they agree
     */
    static Optional<String> disagreement(
            Run<?, ?> run, String baselines, String image, Agent own, AgentImage proposed, int needed) {
        MeasuredAgents all = run.getAction(MeasuredAgents.class);
        SortedMap<String, String> compositions = proposed.compositions();
        TreeSet<String> labels = new TreeSet<>();
        labels.add(own.labels());
        TreeSet<String> names = new TreeSet<>();
        names.add(own.name());
        for (Measured other : all == null ? List.<Measured>of() : all.of(baselines, image)) {
            if (!other.fingerprint.equals(proposed.fingerprint())) {
                return Optional.of(own.shown() + " and " + other.agent().shown()
                        + " measured different files or commits: one of them is wrong, or was changed; compare what is"
                        + " checked out and built on both");
            }
            for (Map.Entry<String, String> asked : compositions.entrySet()) {
                Optional<String> digests = other.digests(asked.getKey());
                if (digests.isEmpty()) {
                    return Optional.of(other.agent().shown() + " was never asked for " + asked.getKey()
                            + ": the hardware profiles changed meanwhile; run the build again");
                }
                if (!digests.get().equals(asked.getValue())) {
                    return Optional.of(own.shown() + " and " + other.agent().shown()
                            + " computed different digests of files put together (" + asked.getKey()
                            + "): one of them is wrong");
                }
            }
            if (!names.contains(other.agent) && labels.add(other.labels)) {
                names.add(other.agent);
            }
        }
        return names.size() >= needed
                ? Optional.empty()
                : Optional.of("the agreement of " + needed + " agents of different labels is asked for, and "
                        + names.size() + " measured this image in this build: let the others run hallmarkMeasure"
                        + " before");
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
