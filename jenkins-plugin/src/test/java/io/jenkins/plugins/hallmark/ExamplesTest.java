package io.jenkins.plugins.hallmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.HallmarkConfiguration;
import io.jenkins.plugins.hallmark.config.TargetCredential;
import io.jenkins.plugins.hallmark.step.DriftBuilder;
import io.jenkins.plugins.hallmark.step.DriftStep;
import io.jenkins.plugins.hallmark.step.MeasureBuilder;
import io.jenkins.plugins.hallmark.step.MeasureStep;
import io.jenkins.plugins.hallmark.step.ProposeBuilder;
import io.jenkins.plugins.hallmark.step.ProposeStep;
import io.jenkins.plugins.hallmark.step.PublishBuilder;
import io.jenkins.plugins.hallmark.step.PublishStep;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.Symbol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What examples and documentation write is what the plugin takes. */
class ExamplesTest {
    private static final Path ROOT = Path.of("..");
    private static final Map<String, List<Class<?>>> STEPS = Map.of(
            "hallmarkPropose", List.of(ProposeStep.class, ProposeBuilder.class),
            "hallmarkMeasure", List.of(MeasureStep.class, MeasureBuilder.class),
            "hallmarkPublish", List.of(PublishStep.class, PublishBuilder.class),
            "hallmarkDrift", List.of(DriftStep.class, DriftBuilder.class));
    private static final Pattern CALL = Pattern.compile("\\b(hallmark[A-Z][a-z]+)\\(([^)]*)\\)");
    private static final Pattern ARGUMENT = Pattern.compile("(\\w+):\\s*('[^']*'|\\d+|true|false)");
    private static final Pattern FENCED_YAML = Pattern.compile("(?m)^ {4}unclassified:\\n(?: {5,}.*\\n|\\n)+");

    static List<Path> texts() {
        return List.of(
                ROOT.resolve("baselines-repo-template/jenkins/Jenkinsfile.image"),
                ROOT.resolve("baselines-repo-template/jenkins/Jenkinsfile.baselines"),
                ROOT.resolve("baselines-repo-template/jenkins/jobs.groovy"),
                ROOT.resolve("docs/jenkins.md"),
                Path.of("README.md"));
    }

    @Test
    void the_steps_have_these_names() throws Exception {
        for (Map.Entry<String, List<Class<?>>> step : STEPS.entrySet()) {
            Class<?> builder = Class.forName(step.getValue().get(1).getName() + "$DescriptorImpl");
            assertThat(builder.getAnnotation(Symbol.class).value()).containsExactly(step.getKey());
            Object descriptor = Class.forName(step.getValue().get(0).getName() + "$DescriptorImpl")
                    .getConstructor()
                    .newInstance();
            assertThat(descriptor.getClass().getMethod("getFunctionName").invoke(descriptor))
                    .isEqualTo(step.getKey());
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void calls_of_steps_give_what_the_step_takes_in_its_type(Path text) throws IOException {
        Matcher call = CALL.matcher(Files.readString(text));
        int calls = 0;
        while (call.find()) {
            calls++;
            assertThat(STEPS).containsKey(call.group(1));
            Map<String, String> given = new TreeMap<>();
            Matcher argument = ARGUMENT.matcher(call.group(2));
            while (argument.find()) {
                given.put(argument.group(1), type(argument.group(2)));
            }
            assertThat(given)
                    .as("arguments of %s", call.group())
                    .hasSize(call.group(2).split(",", -1).length);
            for (Class<?> taker : STEPS.get(call.group(1))) {
                assertThat(properties(taker)).as(call.group()).containsAllEntriesOf(given);
            }
            assertThat(given)
                    .as(call.group())
                    .containsKeys(required(STEPS.get(call.group(1)).get(0)));
        }
        assertThat(calls).isPositive();
    }

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(hallmark[A-Z][a-z]+)` \\| (.*); returns [^|]* \\|$");
    private static final Pattern SETTING = Pattern.compile("`(\\w+)`(?: \\([^)]*\\))?");

    @Test
    void tables_of_steps_list_all_that_each_takes_and_nothing_else() throws IOException {
        for (Path page : List.of(ROOT.resolve("docs/jenkins.md"), Path.of("README.md"))) {
            Matcher row = ROW.matcher(Files.readString(page));
            Set<String> steps = new TreeSet<>();
            while (row.find()) {
                steps.add(row.group(1));
                Set<String> listed = new TreeSet<>(Set.of("baselines"));
                Matcher setting = SETTING.matcher(row.group(2));
                while (setting.find()) {
                    listed.add(setting.group(1));
                }
                for (Class<?> taker : STEPS.get(row.group(1))) {
                    assertThat(listed)
                            .as(page + ": " + row.group(1))
                            .isEqualTo(properties(taker).keySet());
                }
            }
            assertThat(steps).as(page.toString()).isEqualTo(STEPS.keySet());
        }
    }

    private static final Path TEMPLATE = ROOT.resolve("baselines-repo-template");
    private static final Pattern JOB =
            Pattern.compile("(?m)^(multibranchPipelineJob|pipelineJob)\\('([^']+)'\\) \\{\\n((?: .*\\n|\\n)+)\\}");
    private static final Pattern SCRIPT = Pattern.compile("scriptPath\\('([^']+)'\\)");
    private static final Pattern COPIED = Pattern.compile("Copy `([^`]+)` to `([^`]+)` in the image repository");

    /** The kinds and bodies of jobs by name. */
    private static Map<String, String> jobs() throws IOException {
        Map<String, String> jobs = new TreeMap<>();
        Matcher job = JOB.matcher(Files.readString(TEMPLATE.resolve("jenkins/jobs.groovy")));
        while (job.find()) {
            jobs.put(job.group(2), job.group(1) + "\n" + job.group(3));
        }
        return jobs;
    }

    @Test
    void each_job_names_a_script_that_its_repository_has() throws IOException {
        Matcher copied = COPIED.matcher(Files.readString(TEMPLATE.resolve("jenkins/README.md")));
        assertThat(copied.find()).isTrue();
        assertThat(TEMPLATE.resolve("jenkins").resolve(copied.group(1))).isRegularFile();
        Set<String> scripts = new TreeSet<>();
        for (Map.Entry<String, String> job : jobs().entrySet()) {
            Matcher script = SCRIPT.matcher(job.getValue());
            if (!script.find()) {
                assertThat(job.getValue()).as(job.getKey()).contains("cps {");
            } else if (job.getValue().contains("/compute-image.git'")) {
                assertThat(script.group(1)).isEqualTo(copied.group(2));
                scripts.add("jenkins/" + copied.group(1));
            } else {
                assertThat(job.getValue()).contains("/compute-baselines.git'");
                assertThat(TEMPLATE.resolve(script.group(1))).isRegularFile();
                scripts.add(script.group(1));
            }
        }
        assertThat(scripts)
                .containsExactly("Jenkinsfile", "jenkins/Jenkinsfile.baselines", "jenkins/Jenkinsfile.image");
    }

    @Test
    void what_may_use_credentials_takes_its_script_from_one_branch_and_that_of_any_branch_calls_no_step()
            throws IOException {
        for (Map.Entry<String, String> job : jobs().entrySet()) {
            if (job.getValue().startsWith("multibranchPipelineJob")) {
                assertThat(job.getKey()).doesNotContain("/");
                Matcher script = SCRIPT.matcher(job.getValue());
                assertThat(script.find()).as(job.getKey()).isTrue();
                assertThat(Files.readString(TEMPLATE.resolve(script.group(1))))
                        .as(script.group(1))
                        .doesNotContainPattern(CALL);
            } else {
                assertThat(job.getKey()).startsWith("baselines/");
                assertThat(job.getValue()).as(job.getKey()).containsPattern("branch\\('main'\\)|cps \\{");
            }
        }
    }

    private static final Pattern STAGE =
            Pattern.compile("(?m)^    stage\\('([^']+)'\\) \\{\\n((?: {5,}.*\\n|\\n)+)    \\}");

    @Test
    void an_image_is_measured_proposed_checked_and_released_at_one_commit() throws IOException {
        String script = Files.readString(TEMPLATE.resolve("jenkins/Jenkinsfile.image"));
        assertThat(script)
                .contains("    skipDefaultCheckout()\n")
                .containsOnlyOnce("env.IMAGE_COMMIT = checkout(scm).GIT_COMMIT")
                .containsOnlyOnce("branches: [[name: env.IMAGE_COMMIT]]")
                .doesNotContainPattern("(?m)^[^/]*checkout scm\\b");
        Matcher stage = STAGE.matcher(script);
        List<String> noted = new ArrayList<>();
        List<String> newest = new ArrayList<>();
        while (stage.find()) {
            if (stage.group(2).contains("agent {")) {
                (stage.group(2).contains("checkoutNoted()") ? noted : newest).add(stage.group(1));
            }
        }
        assertThat(newest).as("stages that take what the branch holds").containsExactly("Measure elsewhere");
        assertThat(noted).containsExactly("Propose", "Publish policy", "Release boot files");
        assertThat(script.indexOf("checkout(scm)")).isLessThan(script.indexOf("        checkoutNoted()"));
    }

    @Test
    void a_reviewed_branch_is_not_compared_with_where_it_branched_from_itself() throws IOException {
        assertThat(Files.readString(TEMPLATE.resolve("jenkins/Jenkinsfile.baselines")))
                .contains("hallmark check . --base \"$(git rev-parse HEAD)\"")
                .contains("on the agent's PATH")
                .doesNotContain("merge-base");
    }

    @Test
    void what_the_sample_releases_is_what_it_checks_against_what_is_published() throws IOException {
        String script = Files.readString(TEMPLATE.resolve("jenkins/Jenkinsfile.image"));
        assertThat(script.substring(script.indexOf("stage('Publish policy')")))
                .containsPattern(
                        "unstash 'boot'(?s:.)*preview: true(?s:.)*unstash 'boot'(?s:.)*release-boot-files boot");
    }

    @Test
    void configuration_as_code_gives_what_the_configuration_takes() throws IOException {
        configuration(Files.readString(ROOT.resolve("baselines-repo-template/jenkins/jenkins.yaml")));
    }

    @Test
    void so_does_what_the_documentation_shows_of_it() throws IOException {
        for (Path page : List.of(ROOT.resolve("docs/jenkins.md"), Path.of("README.md"))) {
            Matcher yaml = FENCED_YAML.matcher(Files.readString(page));
            assertThat(yaml.find()).as(page.toString()).isTrue();
            configuration(yaml.group().replaceAll("(?m)^ {4}", ""));
        }
    }

    private static void configuration(String yaml) {
        Map<?, ?> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        Map<?, ?> unclassified = (Map<?, ?>) document.get("unclassified");
        String[] symbol =
                HallmarkConfiguration.class.getAnnotation(Symbol.class).value();
        assertThat(unclassified.keySet().toArray()).containsExactly((Object[]) symbol);
        Map<?, ?> hallmark = (Map<?, ?>) unclassified.get(symbol[0]);
        assertThat(names(hallmark))
                .isSubsetOf(properties(HallmarkConfiguration.class).keySet());
        List<?> repositories = (List<?>) hallmark.get("repositories");
        assertThat(repositories).isNotEmpty();
        for (Object repository : repositories) {
            Map<?, ?> source = (Map<?, ?>) repository;
            assertThat(names(source))
                    .isSubsetOf(properties(BaselinesSource.class).keySet())
                    .contains(required(BaselinesSource.class));
            for (Object credential : (List<?>) source.get("targetCredentials")) {
                assertThat(names((Map<?, ?>) credential))
                        .isSubsetOf(properties(TargetCredential.class).keySet())
                        .contains(required(TargetCredential.class));
            }
        }
    }

    private static Set<String> names(Map<?, ?> map) {
        Set<String> names = new TreeSet<>();
        map.keySet().forEach(name -> names.add((String) name));
        return names;
    }

    private static String type(String literal) {
        if (literal.startsWith("'")) {
            return "String";
        }
        return literal.equals("true") || literal.equals("false") ? "boolean" : "int";
    }

    private static String[] required(Class<?> type) {
        return constructor(type)
                .map(constructor -> Arrays.stream(constructor.getParameters())
                        .map(Parameter::getName)
                        .toArray(String[]::new))
                .orElseGet(() -> new String[0]);
    }

    private static Optional<Constructor<?>> constructor(Class<?> type) {
        return Arrays.<Constructor<?>>stream(type.getConstructors())
                .filter(each -> each.isAnnotationPresent(DataBoundConstructor.class))
                .findFirst();
    }

    /** What can be set, with the simple name of its type. */
    private static Map<String, String> properties(Class<?> type) {
        Map<String, String> properties = new TreeMap<>();
        constructor(type)
                .ifPresent(constructor -> Arrays.stream(constructor.getParameters())
                        .forEach(parameter -> properties.put(
                                parameter.getName(), parameter.getType().getSimpleName())));
        for (Method method : type.getMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                String name = method.getName().substring("set".length());
                properties.put(
                        Character.toLowerCase(name.charAt(0)) + name.substring(1),
                        method.getParameterTypes()[0].getSimpleName());
            }
        }
        return properties;
    }
}
