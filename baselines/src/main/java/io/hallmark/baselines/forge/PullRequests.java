package io.hallmark.baselines.forge;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.Patience;
import io.hallmark.baselines.publish.Pause;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.baselines.publish.WatchedSecrets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens the pull request of a proposal, or brings the open one up to date. It may be run again after any failure: every
 * attempt begins with a look at what is there.
 */
public final class PullRequests {
    /** All forges take this much. */
    private static final int LONGEST_TITLE = 250;

    private static final int ATTEMPTS = 4;

    /** A build waits no longer than this in all. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    /** What people put before a title on GitLab and Gitea to say that it is not to be merged yet. */
    private static final Pattern DRAFT =
            Pattern.compile("^(?:Draft:|\\[Draft]|\\(Draft\\)|WIP:|\\[WIP])\\s*", Pattern.CASE_INSENSITIVE);

    private final Forge forge;
    private final Pause pause;
    private final Consumer<String> progress;

    PullRequests(Forge forge, Pause pause, Consumer<String> progress) {
        this.forge = forge;
        this.pause = pause;
        this.progress = progress;
    }

    /**
     * The pull requests of a repository. Nothing is asked yet, but the token is read.
     *
     * @param kind empty to know it by the repository's host
     * @param api URL of the forge's interface; empty where it is where such a forge has it
     * @param repository URL as Git uses it
     * @throws BaselinesException when the forge or the repository can't be told from these, or there is no token
     */
    public static PullRequests of(
            Optional<ForgeKind> kind,
            Optional<String> api,
            String repository,
            SecretStore token,
            Pause pause,
            Consumer<String> progress) {
        return of(kind, api, repository, token, pause, progress, ANSWER_WITHIN);
    }

    static PullRequests of(
            Optional<ForgeKind> kind,
            Optional<String> api,
            String repository,
            SecretStore token,
            Pause pause,
            Consumer<String> progress,
            Duration answerWithin) {
        RepositoryAddress address = RepositoryAddress.of(repository);
        ForgeKind known = kind.orElseGet(() -> ForgeKind.of(address));
        ApiUrl url = ApiUrl.of(api.orElseGet(() -> known.api(address)));
        return new PullRequests(
                known.open(new Api(url, new WatchedSecrets(token), answerWithin), address), pause, progress);
    }

    /** What was done. */
    public enum Action {
        OPENED,
        UPDATED,
        /** It is open and says the same. */
        UNCHANGED,
        /** People closed the one of this very commit, and are not asked again. */
        CLOSED
    }

    /** What was done, and with which pull request. */
    public record Outcome(Action action, PullRequest pullRequest) {}

    /**
     * Brings the pull request of a proposal up to date.
     *
     * @param commit the head of the proposal
     * @param fresh whether the commit was pushed just now; else nothing is done when a pull request of that commit is open,
     *     or was closed by people
     * @param title one line
     * @param body given the most characters that it may have
     * @throws BaselinesException a remote one, when the forge refuses or does not answer
     */
    public Outcome bring(Branches branches, String commit, boolean fresh, String title, IntFunction<String> body) {
        String line = title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE - 1) + "…";
        String end = "\n" + whole(commit) + "\n";
        String text = body.apply(forge.longestBody() - end.length()) + end;
        Patience patience = new Patience(ATTEMPTS, Optional.empty());
        Duration paused = Duration.ZERO;
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(branches, commit, fresh, line, text);
            } catch (ForgeFailure e) {
                Duration wait = next(e, patience.next(attempt, paused), paused);
                progress.accept(e.getMessage() + "; trying again in " + wait.toSeconds() + " s");
                pause.pause(wait);
                if (Thread.currentThread().isInterrupted()) {
                    throw BaselinesException.remote("interrupted while waiting after: " + e.getMessage(), e);
                }
                paused = paused.plus(wait);
            }
        }
    }

    /**
     * The same for a proposal that says all in its commit.
     *
     * @param message of the commit: its first line is the title, the rest the text
     */
    public Outcome bring(Branches branches, String commit, boolean fresh, String message) {
        String title = message.lines().findFirst().orElse("");
        String text = message.substring(title.length()).strip();
        return bring(
                branches,
                commit,
                fresh,
                title,
                most -> text.length() <= most ? text : text.substring(0, most - 1) + "…");
    }

    private static Duration next(ForgeFailure failure, Optional<Duration> pause, Duration paused) {
        if (!failure.passing() || pause.isEmpty()) {
            throw BaselinesException.remote(failure.getMessage(), failure);
        }
        Duration wait = failure.asksToWait()
                .filter(asked -> asked.compareTo(pause.get()) > 0)
                .orElse(pause.get());
        if (paused.plus(wait).compareTo(LONGEST_WAIT) > 0) {
            throw BaselinesException.remote(
                    failure.getMessage() + "; it asks to wait for " + wait.toSeconds() + " s", failure);
        }
        return wait;
    }

    private Outcome attempt(Branches branches, String commit, boolean fresh, String title, String body) {
        List<PullRequest> open = forge.open(branches);
        if (!open.isEmpty()) {
            boolean said = !fresh && open.get(0).body().contains(whole(commit));
            return said ? new Outcome(Action.UNCHANGED, open.get(0)) : update(open.get(0), title, body);
        }
        Optional<PullRequest> closed = fresh
                ? Optional.empty()
                : forge.closed(branches).stream()
                        .filter(each -> each.commit().equals(commit))
                        .findFirst();
        return closed.map(each -> new Outcome(Action.CLOSED, each))
                .orElseGet(() -> new Outcome(Action.OPENED, forge.create(branches, title, body)));
    }

    private Outcome update(PullRequest open, String title, String body) {
        Matcher draft = DRAFT.matcher(open.title());
        String marked = (draft.find() ? draft.group() : "") + title;
        if (open.title().strip().equals(marked.strip()) && plain(open.body()).equals(plain(body))) {
            return new Outcome(Action.UNCHANGED, open);
        }
        return new Outcome(Action.UPDATED, forge.update(open, marked, body));
    }

    /** The last line of every body. It also tells the next run which commit the body is of. */
    private static String whole(String commit) {
        return "The whole report is the message of commit " + commit + ".";
    }

    /** Forges store line ends and white space at the end as they like. */
    private static String plain(String body) {
        return body.replace("\r\n", "\n").stripTrailing();
    }
}
