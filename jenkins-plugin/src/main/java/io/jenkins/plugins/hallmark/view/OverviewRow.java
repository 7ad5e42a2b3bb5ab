package io.jenkins.plugins.hallmark.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * One baseline in the overview: what is in force, which means approved, what is proposed, and where it is published. What builds
 * said whose job the reader may not see is not in it.
 */
@ExportedBean(defaultVisibility = 999)
public final class OverviewRow {
    private final String baselines;
    private final Map<String, Object> row;
    private final List<TargetState> targets = new ArrayList<>();

    /** @param published the commit that was published last, to whichever targets; empty when the reader may not know it */
    OverviewRow(String baselines, Map<String, Object> row, String published, Map<String, Object> targets) {
        this.baselines = baselines;
        this.row = row;
        targets.forEach((name, target) -> this.targets.add(new TargetState(name, published, (Map<?, ?>) target)));
    }

    /** Name of the baselines repository. */
    @Exported
    public String getBaselines() {
        return baselines;
    }

    /** The image. */
    @Exported
    public String getImage() {
        return text("image");
    }

    /** The chain of the image. */
    @Exported
    public String getChain() {
        return text("chain");
    }

    /** The hardware profile. */
    @Exported
    public String getHardware() {
        return text("hardware");
    }

    /**
     * The commit of the image repository whose measurements were approved when something was published last, whether the
     * targets took it or not; may be empty.
     */
    @Exported
    public String getInForce() {
        return text(OverviewStore.PUBLICATION, "inForce");
    }

    /** The build that published then, relative to Jenkins; empty when there is none that the reader may see. */
    @Exported
    public String getInForceBuild() {
        return text(OverviewStore.PUBLICATION, "build");
    }

    /** Its first digits. */
    public String getInForceShort() {
        return ShortCommit.of(getInForce());
    }

    /** The commit of the baselines repository that proposes others; empty when none does. */
    @Exported
    public String getProposed() {
        return text(OverviewStore.PROPOSAL, "commit");
    }

    /** The build that looked for changes last, relative to Jenkins; empty when there is none that the reader may see. */
    @Exported
    public String getProposedBuild() {
        return text(OverviewStore.PROPOSAL, "build");
    }

    /** Its first digits. */
    public String getProposedShort() {
        return ShortCommit.of(getProposed());
    }

    /** The page of that proposal's pull request; empty when there is none, or it is no address of the web. */
    @Exported
    public String getPullRequest() {
        String url = text(OverviewStore.PROPOSAL, "pullRequest");
        return url.matches("https?://[^\\s\"'<>]+") ? url : "";
    }

    /** What each target of the repository holds. */
    @Exported
    public List<TargetState> getTargets() {
        return List.copyOf(targets);
    }

    private String text(String name) {
        return row.getOrDefault(name, "").toString();
    }

    private String text(String part, String name) {
        return row.get(part) instanceof Map<?, ?> said && said.get(name) != null
                ? said.get(name).toString()
                : "";
    }

    /** What one target holds. */
    @ExportedBean(defaultVisibility = 999)
    public static final class TargetState {
        private final String name;
        private final String published;
        private final Map<?, ?> target;

        TargetState(String name, String published, Map<?, ?> target) {
            this.name = name;
            this.published = published;
            this.target = target;
        }

        /** The target's name. */
        @Exported
        public String getName() {
            return name;
        }

        /** Whether it holds what was published last. */
        @Exported
        public boolean isGood() {
            return taken() && (published.isEmpty() || published.equals(getCommit()));
        }

        /** Whether it took what was published to it, and something else was published last, which it was not asked to take. */
        @Exported
        public boolean isOther() {
            return taken() && !isGood();
        }

        private boolean taken() {
            return Boolean.TRUE.equals(target.get("good"));
        }

        /** The commit that it holds; empty when it was never published to. */
        @Exported
        public String getCommit() {
            return String.valueOf(target.get("commit"));
        }

        /** Its first digits. */
        public String getCommitShort() {
            return ShortCommit.of(getCommit());
        }

        /** The build that said so last, relative to Jenkins. */
        @Exported
        public String getBuild() {
            return String.valueOf(target.get("build"));
        }

        /** What a reader has to know, such as why it failed. */
        @Exported
        public List<String> getWords() {
            return target.get("words") instanceof List<?> words
                    ? words.stream().map(String::valueOf).toList()
                    : List.of();
        }
    }
}
