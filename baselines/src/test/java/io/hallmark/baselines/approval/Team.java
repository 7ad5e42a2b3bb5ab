package io.hallmark.baselines.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.hallmark.baselines.repository.BaselinesRepository;
import io.hallmark.baselines.repository.Shell;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A baselines repository with a clone that people work in, all with the real Git. */
final class Team {
    static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    static final String BASELINE = "baselines/compute/pxe/r650.yaml";

    final Path home;
    private final Path bare;
    private final Path clone;

    Team(Path home) {
        this.home = home;
        this.bare = home.resolve("baselines.git");
        this.clone = home.resolve("clone");
        Shell.run(home, "git", "init", "-q", "--bare", "-b", "main", bare.toString());
        Shell.run(home, "git", "init", "-q", "-b", "main", clone.toString());
        git("remote", "add", "origin", bare.toString());
    }

    /** Settings under which one approval is needed. */
    static String rules(List<Person> approvers, List<Person> proposers) {
        return rules(1, approvers, proposers, "");
    }

    /** @param paths lines below {@code paths:} */
    static String rules(int needed, List<Person> approvers, List<Person> proposers, String paths) {
        StringBuilder text = new StringBuilder("banks: [sha256]\napprovals:\n  needed: " + needed + "\n  approvers:\n");
        approvers.forEach(person -> text.append(people(person)));
        if (!proposers.isEmpty()) {
            text.append("  proposers:\n");
            proposers.forEach(person -> text.append(people(person)));
        }
        return text + (paths.isEmpty() ? "" : "  paths:\n" + paths);
    }

    private static String people(Person person) {
        if (!person.key().startsWith("-----")) {
            return "    " + person.name() + ": [\"" + person.key().strip() + "\"]\n";
        }
        return "    " + person.name() + ":\n      - |\n" + person.key().strip().indent(8);
    }

    String git(String... arguments) {
        return run(List.of(), Map.of(), arguments);
    }

    /** Git as somebody who signs. */
    String git(Person person, String... arguments) {
        return run(person.options(), person.environment(), arguments);
    }

    private String run(List<String> options, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(options);
        command.addAll(List.of(arguments));
        Shell.Result result = Shell.attempt(clone, new HashMap<>(environment), command.toArray(String[]::new));
        assertThat(result.code())
                .as(String.join(" ", command) + ": " + result.output())
                .isZero();
        return result.output().strip();
    }

    /** Commits a file on the branch that is checked out. */
    String commit(Optional<Person> signer, String path, String text) {
        Person.write(clone.resolve(path), text);
        git("add", "-A");
        signer.ifPresentOrElse(
                person -> git(person, "commit", "-q", "--allow-empty", "-S", "-m", "change " + path),
                () -> git("commit", "-q", "--allow-empty", "-m", "change " + path));
        return head();
    }

    String commit(Person signer, String path, String text) {
        return commit(Optional.of(signer), path, text);
    }

    /** Writes a file that the next commit takes with it. */
    void write(String path, String text) {
        Person.write(clone.resolve(path), text);
        git("add", "-A");
    }

    String head() {
        return git("rev-parse", "HEAD");
    }

    /** A signed tag on a commit. */
    void tag(Person person, String name, String commit) {
        git(person, "tag", "-s", "-m", "approved", name, commit);
    }

    /** A note as people write it without Hallmark, by ssh-keygen. */
    void note(Person person, String commit, String says, String namespace) {
        Path text = home.resolve("note.txt");
        Person.write(text, "hallmark-approval v1\ncommit " + says + "\n");
        String key = person.keyFile().toString();
        Shell.run(home, "ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", key, text.toString());
        Person.write(text, Person.read(text) + Person.read(home.resolve("note.txt.sig")));
        Shell.run(home, "rm", "note.txt.sig");
        git("notes", "--ref=hallmark-approvals", "append", "-F", text.toString(), commit);
    }

    void note(Person person, String commit) {
        note(person, commit, commit, "git");
    }

    ApprovalResult check(String trusted, String commit) {
        return check(Optional.of(trusted), commit, NOW);
    }

    BaselinesRepository open(String cache) {
        return BaselinesRepository.open(bare, home.resolve(cache));
    }

    /** Lets the clone have what others pushed. */
    void fetch() {
        git("fetch", "-q", "--force", "origin", "refs/tags/*:refs/tags/*", "refs/notes/*:refs/notes/*");
    }

    void push() {
        git("push", "-q", "--force", "--prune", "origin", "refs/heads/*", "refs/tags/*", "refs/notes/*");
    }

    /** Pushes everything, also by force, and asks whether a commit is approved. */
    ApprovalResult check(Optional<String> trusted, String commit, Instant now) {
        push();
        try (BaselinesRepository repository = open("cache")) {
            return ApprovalCheck.check(repository, trusted, commit, now);
        }
    }

    /** The people who approved, when a commit is approved. */
    List<String> approvers(String trusted, String commit) {
        ApprovalResult result = check(trusted, commit);
        assertThat(result).isInstanceOf(ApprovalResult.Approved.class);
        return ((ApprovalResult.Approved) result)
                .approvals().stream().map(Approval::person).distinct().sorted().toList();
    }

    /** The words of the refusals, when a commit is refused. */
    String refusals(String trusted, String commit) {
        return words(check(trusted, commit));
    }

    /** The same from a commit on that is trusted, with the rules as they changed since. */
    List<String> approversSince(String anchor, String commit) {
        ApprovalResult result = since(anchor, commit);
        assertThat(result).isInstanceOf(ApprovalResult.Approved.class);
        return ((ApprovalResult.Approved) result)
                .approvals().stream().map(Approval::person).distinct().sorted().toList();
    }

    String refusalsSince(String anchor, String commit) {
        return words(since(anchor, commit));
    }

    private ApprovalResult since(String anchor, String commit) {
        push();
        try (BaselinesRepository repository = open("cache")) {
            return ApprovalCheck.since(repository, anchor, commit, NOW);
        }
    }

    static String words(ApprovalResult result) {
        assertThat(result).isInstanceOf(ApprovalResult.Refused.class);
        return String.join(
                "\n",
                ((ApprovalResult.Refused) result)
                        .refusals().stream().map(ApprovalResult.Refusal::words).toList());
    }
}
