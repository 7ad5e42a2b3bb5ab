package io.jenkins.plugins.hallmark.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hallmark.testsupport.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a Pipeline does with each step: starts it, keeps it while it runs, and goes on with what it returns. */
class PipelineTest {
    @TempDir
    private Path folder;

    private Stage stage;

    /** Baselines that are approved, a target for them, and a log to compare. */
    @BeforeEach
    void start() throws Exception {
        stage = Stage.of(folder);
        stage.perform(new ProposeBuilder(Stage.NAME));
        stage.merge();
        stage.settings(
                "targets:\n  shelf: {kind: directory, path: \"" + folder.resolve("shelf") + "\", formats: [json]}\n");
        stage.source.setUnapproved(true);
        Files.copy(
                Fixtures.path("boots/pxe-ipxe-again/eventlog.bin"),
                stage.image().resolve("node1.bin"));
        stage.nextBuild();
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                arguments("hallmarkPropose", new ProposeStep(Stage.NAME)),
                arguments("hallmarkMeasure", new MeasureStep(Stage.NAME)),
                arguments("hallmarkPublish", new PublishStep(Stage.NAME)),
                arguments("hallmarkDrift", new DriftStep(Stage.NAME)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void it_returns_what_the_documentation_says_in_values_that_a_pipeline_keeps(String name, HallmarkStep step)
            throws Exception {
        Map<String, Object> summary = stage.start(step).run();
        for (Path table : List.of(Path.of("README.md"), Path.of("..", "docs", "jenkins.md"))) {
            assertThat(summary.keySet()).as(table.toString()).containsExactlyElementsOf(returned(table, name));
        }
        assertThat(kept(summary)).isEqualTo(summary);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void it_is_kept_with_the_pipeline_while_it_runs(String name, HallmarkStep step) throws Exception {
        assertThat(kept(stage.start(step)).getContext()).isNotNull();
    }

    private static List<String> returned(Path table, String step) throws IOException {
        Matcher row =
                Pattern.compile("\\| `" + step + "` \\|.*; returns (.*) \\|").matcher(Files.readString(table));
        assertThat(row.find()).as(step + " in " + table).isTrue();
        return List.of(row.group(1).replace("`", "").split(", "));
    }

    /** An object as it comes back from the file of a Pipeline that runs. */
    @SuppressWarnings("unchecked")
    private static <T> T kept(T object) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
