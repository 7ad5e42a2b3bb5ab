package io.jenkins.plugins.hallmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.Action;
import hudson.model.Describable;
import hudson.tasks.Builder;
import io.hallmark.baselines.diff.ProposalReport;
import io.hallmark.baselines.document.AcceptedSet;
import io.jenkins.plugins.hallmark.config.BaselinesSource;
import io.jenkins.plugins.hallmark.config.HallmarkConfiguration;
import io.jenkins.plugins.hallmark.config.TargetCredential;
import io.jenkins.plugins.hallmark.fake.FakeJob;
import io.jenkins.plugins.hallmark.fake.FakeRun;
import io.jenkins.plugins.hallmark.view.DriftReportAction;
import io.jenkins.plugins.hallmark.view.ProposalReportAction;
import io.jenkins.plugins.hallmark.view.ProposalReportAction.Outcome;
import io.jenkins.plugins.hallmark.view.PublicationReport;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What is kept in Jenkins' XML files comes back as it went, and can be configured as code. */
class PersistedTest {
    /** XStream keeps these by their content; of others it keeps what their next release may have renamed. */
    private static final Set<Class<?>> KEPT =
            Set.of(String.class, int.class, boolean.class, ArrayList.class, List.class, Integer.class);

    private static List<Class<?>> configured() throws ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>(List.of(BaselinesSource.class, TargetCredential.class));
        for (String name : List.of("Propose", "Measure", "Publish", "Drift")) {
            types.add(Class.forName("io.jenkins.plugins.hallmark.step." + name + "Builder"));
            types.add(Class.forName("io.jenkins.plugins.hallmark.step." + name + "Step"));
        }
        return types;
    }

    @Test
    void no_record_and_no_type_of_a_library_is_kept() throws Exception {
        List<Class<?>> roots = new ArrayList<>(configured());
        roots.removeIf(type -> type.getSimpleName().endsWith("Step"));
        roots.addAll(List.of(
                ProposalReportAction.class,
                PublicationReport.class,
                DriftReportAction.class,
                Class.forName("io.jenkins.plugins.hallmark.step.MeasuredAgents"),
                HallmarkConfiguration.class));
        Set<Class<?>> seen = new HashSet<>();
        for (Class<?> root : roots) {
            check(root, seen);
        }
        assertThat(seen).hasSizeGreaterThan(roots.size());
    }

    private static void check(Class<?> type, Set<Class<?>> seen) {
        if (!type.getName().startsWith("io.jenkins.plugins.hallmark") || !seen.add(type)) {
            return;
        }
        assertThat(type.isRecord()).as(type.getName()).isFalse();
        for (Class<?> owner = type;
                owner != null && owner.getName().startsWith("io.jenkins");
                owner = owner.getSuperclass()) {
            for (Field field : owner.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    boolean own = field.getType().getName().startsWith("io.jenkins.plugins.hallmark");
                    assertThat(own || KEPT.contains(field.getType()))
                            .as(field.toString())
                            .isTrue();
                    check(field.getType(), seen);
                    if (field.getGenericType() instanceof ParameterizedType generic) {
                        for (Type argument : generic.getActualTypeArguments()) {
                            check((Class<?>) argument, seen);
                        }
                    }
                }
            }
        }
    }

    @Test
    void what_a_build_did_comes_back(@TempDir Path folder) throws Exception {
        FakeRun run = new FakeJob("image", folder).build();
        ProposalReport report =
                new ProposalReport("compute", new AcceptedSet.Source("repo", "abc"), List.of(), List.of(), List.of());
        ProposalReportAction action = new ProposalReportAction("b", Outcome.PROPOSED, "base", report)
                .at("commit", "branch")
                .withPullRequest("https://forge.example.org/1");
        action.addTo(run, "{\"title\": \"t\", \"nothing\": null}");

        ProposalReportAction read = Kept.again(action);
        read.onLoad(run);

        assertThat(read.getOutcome()).isEqualTo(Outcome.PROPOSED);
        assertThat(read.getCommit()).isEqualTo("commit");
        assertThat(read.getPullRequestLink()).isEqualTo("https://forge.example.org/1");
        assertThat(read.getUrlName()).isEqualTo("hallmark-proposal");
        assertThat(read.getReport()).isEqualTo(Map.of("title", "t"));
        PublicationReport published = Kept.again(new PublicationReport("b", "c", false, List.of("x"), List.of("y")));
        published.onLoad(run);
        assertThat(published.getFailing()).containsExactly("y");
        DriftReportAction drift = Kept.again(new DriftReportAction("b", 3, List.of("node"), List.of()));
        drift.onLoad(run);
        assertThat(drift.getDrifting()).containsExactly("node");
    }

    @Test
    void what_administrators_configured_comes_back_with_all_that_is_in_it() {
        TargetCredential credential = new TargetCredential("prod", "nodes-key");
        credential.setPart("known_hosts");
        credential.setAuthoritiesCredentialsId("authorities");
        BaselinesSource source = new BaselinesSource("compute", "https://git.example.org/c.git");
        source.setTargetCredentials(List.of(new TargetCredential("keylime", "client"), credential));
        source.setOlderStates(true);
        HallmarkConfiguration configuration = new HallmarkConfiguration();
        configuration.setRepositories(List.of(source, new BaselinesSource("edge", "https://git.example.org/e.git")));

        HallmarkConfiguration read = Kept.again(configuration);

        assertThat(read.getRepositories()).extracting(BaselinesSource::getName).containsExactly("compute", "edge");
        BaselinesSource compute = read.find("compute").orElseThrow();
        assertThat(compute.isOlderStates()).isTrue();
        assertThat(compute.getTargetCredentials())
                .extracting(
                        TargetCredential::getName,
                        TargetCredential::getCredentialsId,
                        TargetCredential::getPart,
                        TargetCredential::getAuthoritiesCredentialsId)
                .containsExactly(
                        tuple("keylime", "client", "", ""), tuple("prod", "nodes-key", "known_hosts", "authorities"));
        assertThat(read.find("edge").orElseThrow().getTargetCredentials()).isEmpty();
    }

    @Test
    void a_second_report_of_a_build_has_a_page_of_its_own(@TempDir Path folder) throws Exception {
        FakeRun run = new FakeJob("image", folder).build();
        PublicationReport one = new PublicationReport("b", "1", false, List.of(), List.of());
        PublicationReport two = new PublicationReport("b", "2", false, List.of(), List.of());
        one.addTo(run, "{\"n\": \"1\"}");
        two.addTo(run, "{\"n\": \"2\"}");
        assertThat(one.getUrlName()).isNotEqualTo(two.getUrlName());
        assertThat(one.getReport()).isEqualTo(Map.of("n", "1"));
        assertThat(two.getReport()).isEqualTo(Map.of("n", "2"));
    }

    @Test
    void settings_come_back_and_each_can_be_configured_as_code() throws Exception {
        for (Class<?> type : configured()) {
            assertThat(type.getConstructors()).hasSize(1);
            assertThat(type.getConstructors()[0].isAnnotationPresent(DataBoundConstructor.class))
                    .as(type.getName())
                    .isTrue();
            Object[] arguments = new Object[type.getConstructors()[0].getParameterCount()];
            java.util.Arrays.fill(arguments, "given");
            Object object = type.getConstructors()[0].newInstance(arguments);
            for (Method setter : type.getMethods()) {
                if (setter.isAnnotationPresent(DataBoundSetter.class)) {
                    Method getter = getter(type, setter);
                    Object value = other(getter.invoke(object));
                    setter.invoke(object, value);
                    assertThat(getter.invoke(object)).as(setter.toString()).isEqualTo(value);
                    if (object instanceof Builder || !(object instanceof Action) && object instanceof Describable) {
                        assertThat(getter.invoke(Kept.again(object)))
                                .as(getter.toString())
                                .isEqualTo(value);
                    }
                }
            }
        }
    }

    private static Method getter(Class<?> type, Method setter) throws NoSuchMethodException {
        Class<?> value = setter.getParameterTypes()[0];
        String name = (value == boolean.class ? "is" : "get") + setter.getName().substring(3);
        Method getter = type.getMethod(name);
        assertThat(getter.getGenericReturnType()).isEqualTo(setter.getGenericParameterTypes()[0]);
        return getter;
    }

    private static Object other(Object value) {
        if (value instanceof Boolean flag) {
            return !flag;
        }
        if (value instanceof Integer number) {
            return number + 3;
        }
        return value instanceof List<?> ? new ArrayList<>() : value + "other";
    }

    @Test
    void a_pipeline_has_the_settings_of_the_build_step_with_the_same_defaults() throws Exception {
        for (String name : List.of("Propose", "Measure", "Publish", "Drift")) {
            Class<?> builder = Class.forName("io.jenkins.plugins.hallmark.step." + name + "Builder");
            Class<?> step = Class.forName("io.jenkins.plugins.hallmark.step." + name + "Step");
            Object one = builder.getConstructor(String.class).newInstance("b");
            Object other = step.getConstructor(String.class).newInstance("b");
            Set<String> setters = new HashSet<>();
            for (Method setter : builder.getMethods()) {
                if (setter.isAnnotationPresent(DataBoundSetter.class)) {
                    setters.add(setter.getName());
                    assertThat(getter(step, step.getMethod(setter.getName(), setter.getParameterTypes()))
                                    .invoke(other))
                            .isEqualTo(getter(builder, setter).invoke(one));
                }
            }
            assertThat(java.util.Arrays.stream(step.getMethods())
                            .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                            .map(Method::getName))
                    .containsExactlyInAnyOrderElementsOf(setters);
        }
    }
}
