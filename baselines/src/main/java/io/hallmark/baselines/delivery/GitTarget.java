package io.hallmark.baselines.delivery;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.forge.PullRequests;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.FilePlan;
import io.hallmark.baselines.publish.OwnedFiles;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.Target;
import io.hallmark.baselines.repository.ProposalResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A folder on a branch of another Git repository.
 *
 * <p>The whole plan is one commit: it is pushed when the first item is applied, and the branch is fetched anew before any
 * of them is read back. The target holds what the branch holds; so a proposal is held once people have merged it.
 */
public final class GitTarget implements Target {
    private static final int SHORT_ID = 10;

    private final String name;
    private final DeliverySettings settings;
    private final SecretStore secrets;
    private final Path cacheDirectory;
    private final BiFunction<ApprovedState, OwnedFiles, List<FilePlan.Wanted>> render;

    private Optional<DeliveryBranch> opened = Optional.empty();
    private Optional<Planned> planned = Optional.empty();
    private Optional<DeliveredFiles> read = Optional.empty();

    /** The files that the last plan was of. */
    private record Planned(ApprovedState state, Map<String, byte[]> files, boolean pushed) {}

    /**
     * @param render the files that an approved state asks for, from the folder on
     * @param cacheDirectory for the clone
     */
    public GitTarget(
            String name,
            DeliverySettings settings,
            SecretStore secrets,
            Path cacheDirectory,
            Function<ApprovedState, List<FilePlan.Wanted>> render) {
        this(name, settings, secrets, cacheDirectory, (state, held) -> render.apply(state));
    }

    /**
     * @param render the files that an approved state asks for, from the folder on, given what is there now
     * @param cacheDirectory for the clone
     */
    public GitTarget(
            String name,
            DeliverySettings settings,
            SecretStore secrets,
            Path cacheDirectory,
            BiFunction<ApprovedState, OwnedFiles, List<FilePlan.Wanted>> render) {
        this.name = name;
        this.settings = settings;
        this.secrets = secrets;
        this.cacheDirectory = cacheDirectory;
        this.render = render;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<PlanItem> plan(ApprovedState state) {
        DeliveredFiles held = fetch();
        List<FilePlan.Wanted> wanted = render.apply(state, held);
        List<PlanItem> plan = FilePlan.of(held, wanted);
        Map<String, byte[]> files = new TreeMap<>();
        wanted.forEach(file -> file.content().ifPresent(content -> files.put(file.path(), content)));
        planned = Optional.of(new Planned(state, files, false));
        return plan;
    }

    @Override
    public String apply(PlanItem item) {
        Planned plan = planned.filter(known -> item.content()
                        .map(content -> content == known.files().get(item.name()))
                        .orElse(!known.files().containsKey(item.name())))
                .orElseThrow(() -> new BaselinesException(
                        item.name() + " is not of the last plan: this is a defect of the publication"));
        if (!plan.pushed()) {
            push(plan);
            planned = Optional.of(new Planned(plan.state(), plan.files(), true));
            read = Optional.empty();
        }
        return "in commit " + held().commit().orElse("none");
    }

    @Override
    public Optional<byte[]> readBack(PlanItem item) {
        return held().read(item.name());
    }

    private void push(Planned plan) {
        ApprovedState state = plan.state();
        Optional<DeliveryBranch.Review> review = settings.review(secrets);
        if (review.isEmpty()) {
            branch().deliver(plan.files(), settings.authorship(secrets, state.time()), message(state));
            return;
        }
        DeliveryBranch.Proposed proposed = branch().propose(
                        plan.files(), settings.authorship(secrets, state.time()), message(state), review.get());
        if (!(proposed.proposal() instanceof ProposalResult.Unchanged)) {
            throw waiting(review.get().branch(), proposed.pullRequest());
        }
    }

    private BaselinesException waiting(String branch, Optional<PullRequests.Outcome> pullRequest) {
        String where = "what is approved is proposed on branch " + branch + " of "
                + settings.place().url()
                + pullRequest
                        .map(outcome -> " (" + outcome.pullRequest().url() + ")")
                        .orElse("");
        boolean closed = pullRequest
                .filter(outcome -> outcome.action() == PullRequests.Action.CLOSED)
                .isPresent();
        return closed
                ? new BaselinesException(where + ", and people closed that pull request: reopen and merge it there")
                : BaselinesException.remote(
                        where + " and held once that is merged into "
                                + settings.place().branch() + ": merge it, then run the publication again",
                        null);
    }

    private String message(ApprovedState state) {
        return "Publish " + name + " at " + state.commit().substring(0, SHORT_ID) + "\n\n"
                + "These files follow from what is approved in commit " + state.commit()
                + "\nof the baselines repository.\n\nHallmark-Baselines: " + state.commit() + "\n";
    }

    private DeliveredFiles held() {
        return read.orElseGet(this::fetch);
    }

    private DeliveredFiles fetch() {
        DeliveredFiles newest = branch().newest();
        read = Optional.of(newest);
        return newest;
    }

    private DeliveryBranch branch() {
        if (opened.isEmpty()) {
            opened = Optional.of(settings.open(secrets, cacheDirectory));
        }
        return opened.get();
    }

    @Override
    public void close() {
        opened.ifPresent(DeliveryBranch::close);
        opened = Optional.empty();
    }
}
