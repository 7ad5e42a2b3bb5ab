package io.hallmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The CI definitions of the template, run as the forges run them: on a clone that is fetched like theirs, by their shell. */
class RepositoryTemplateTest {
    private static final Path TEMPLATE = Path.of("..", "baselines-repo-template");

    @TempDir
    Path folder;

    private Sandbox sandbox;
    private Path clone;

    @BeforeEach
    void proposal() throws IOException {
        sandbox = Sandbox.afterDemo(folder);
        try (Git git = Git.open(sandbox.baselines().toFile())) {
            var merge = git.getRepository().updateRef("refs/pull/1/merge");
            merge.setNewObjectId(git.getRepository().resolve("refs/heads/hallmark/sample"));
            merge.update();
        }
        clone = Files.createDirectory(folder.resolve("runner"));
    }

    @Test
    void a_pull_request_on_github_is_checked_against_the_commit_it_starts_from()
            throws IOException, InterruptedException {
        List<Map<String, Object>> steps = steps();
        checkOut(inputs(steps.get(0)));

        List<String> arguments = hallmark(shell(steps.get(1)), Map.of("WEAKER", ""));

        assertThat(arguments).containsExactly("check", ".", "--base", sandbox.head("main"));
        Run check = Run.of(arguments.stream()
                .map(word -> word.equals(".") ? clone.toString() : word)
                .toArray(String[]::new));
        assertThat(check.out()).endsWith(" 0 findings\n");
        assertThat(check.exit()).isZero();
    }

    @Test
    void the_label_of_a_pull_request_on_github_lets_in_what_is_weaker() throws IOException, InterruptedException {
        List<Map<String, Object>> steps = steps();
        checkOut(inputs(steps.get(0)));

        assertThat(steps.get(1).get("env").toString())
                .contains("contains(github.event.pull_request.labels.*.name, 'allow-weaker')");
        assertThat(hallmark(shell(steps.get(1)), Map.of("WEAKER", "--allow-weaker")))
                .containsExactly("check", ".", "--base", sandbox.head("main"), "--allow-weaker");
    }

    @Test
    void a_merge_request_on_gitlab_is_checked_against_the_commit_it_starts_from()
            throws IOException, InterruptedException {
        Map<?, ?> job = (Map<?, ?>) yaml(".gitlab-ci.yml").get("check");
        String script = String.join("\n", strings(job.get("script")));

        assertThat(((Map<?, ?>) job.get("variables")).get("GIT_DEPTH"))
                .as("else the base is not fetched when the branch is long, or far behind")
                .isEqualTo("0");
        assertThat(hallmark(script, Map.of("CI_MERGE_REQUEST_DIFF_BASE_SHA", "ab", "CI_COMMIT_SHA", "cd")))
                .containsExactly("check", ".", "--base", "ab");
        assertThat(hallmark(script, Map.of("CI_COMMIT_SHA", "cd")))
                .as("on the default branch")
                .containsExactly("check", ".", "--base", "cd");
        assertThat(hallmark(
                        script,
                        Map.of(
                                "CI_MERGE_REQUEST_LABELS",
                                "urgent,allow-weaker",
                                "CI_MERGE_REQUEST_DIFF_BASE_SHA",
                                "ab")))
                .containsExactly("check", ".", "--base", "ab", "--allow-weaker");
        assertThat(hallmark(
                        script,
                        Map.of("CI_MERGE_REQUEST_LABELS", "not-allow-weaker", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "ab")))
                .containsExactly("check", ".", "--base", "ab");
    }

    @Test
    void a_proposal_in_jenkins_is_checked_against_the_commit_it_starts_from() throws IOException, InterruptedException {
        checkOut(Map.of("fetch-depth", 0));
        String file = Files.readString(TEMPLATE.resolve("Jenkinsfile"));
        String script = file.split("'''", -1)[1];

        assertThat(hallmark(script, Map.of("ALLOW_WEAKER", "false")))
                .containsExactly("check", ".", "--base", sandbox.head("main"));
        assertThat(hallmark(script, Map.of("ALLOW_WEAKER", "true")))
                .containsExactly("check", ".", "--base", sandbox.head("main"), "--allow-weaker");
    }

    /** What actions/checkout@v4 runs for a pull request: the merge alone, or with depth 0 all branches as well. */
    private void checkOut(Map<?, ?> inputs) throws IOException, InterruptedException {
        boolean all = inputs.containsKey("fetch-depth")
                && inputs.get("fetch-depth").toString().equals("0");
        String depth = all ? "+refs/heads/*:refs/remotes/origin/* +refs/tags/*:refs/tags/*" : "--no-tags --depth=1";
        List<String> fetch = new ArrayList<>(List.of("git", "fetch", "-q", "--prune"));
        List<String> words = Arrays.asList(depth.split(" ", -1));
        words.stream().filter(word -> word.startsWith("--")).forEach(fetch::add);
        fetch.add(sandbox.baselines().toUri().toString());
        words.stream().filter(word -> word.startsWith("+")).forEach(fetch::add);
        fetch.add("+refs/pull/1/merge:refs/remotes/pull/1/merge");
        run(List.of("git", "init", "-q"), Map.of());
        run(fetch, Map.of());
        run(List.of("git", "checkout", "-q", "--force", "refs/remotes/pull/1/merge"), Map.of());
    }

    /** The arguments that a script gives Hallmark; scripts stop at the first command that fails. */
    private List<String> hallmark(String script, Map<String, String> variables)
            throws IOException, InterruptedException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path arguments = folder.resolve("arguments");
        Path stub = programs.resolve("hallmark");
        Files.writeString(stub, "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + arguments + "'\n");
        assertThat(stub.toFile().setExecutable(true)).isTrue();
        run(List.of("sh", "-e", "-c", script), variables);
        return Files.readAllLines(arguments);
    }

    private void run(List<String> command, Map<String, String> variables) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(clone.toFile()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        builder.environment().merge("PATH", folder.resolve("programs").toString(), (path, own) -> own + ":" + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static List<Map<String, Object>> steps() throws IOException {
        Map<?, ?> jobs = (Map<?, ?>) yaml(".github/workflows/check.yml").get("jobs");
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Object step : (List<?>) ((Map<?, ?>) jobs.get("check")).get("steps")) {
            Map<String, Object> fields = new LinkedHashMap<>();
            ((Map<?, ?>) step).forEach((name, value) -> fields.put(name.toString(), value));
            steps.add(fields);
        }
        return steps;
    }

    private static Map<?, ?> inputs(Map<String, Object> step) {
        return (Map<?, ?>) step.get("with");
    }

    private static String shell(Map<String, Object> step) {
        return step.get("run").toString();
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(Object::toString).toList();
    }

    private static Map<?, ?> yaml(String file) throws IOException {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(TEMPLATE.resolve(file)));
    }
}
