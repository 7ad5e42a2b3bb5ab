package io.hallmark.measuredboot.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StageKindsTest {
    static List<StageKind> kinds() {
        return StageKinds.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_stage_made_of_its_own_values_is_equal_to_itself(StageKind kind) {
        StageValues.Builder builder = StageValues.builder();
        for (StageField field : kind.fields()) {
            switch (field.type()) {
                case ARTIFACT, TEXT -> builder.text(field.name(), "value-of-" + field.name());
                case ARTIFACTS -> builder.list(field.name(), List.of("one", "two"));
                case FILES -> builder.files(field.name(), Map.of("/path", "three"));
            }
        }
        StageValues values = builder.build();

        BootStage stage = kind.make().apply(values);

        assertThat(stage.kind()).isSameAs(kind);
        assertThat(stage.values()).isEqualTo(values);
        assertThat(kind.make().apply(stage.values())).isEqualTo(stage);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_order_in_which_files_are_given_says_nothing(StageKind kind) {
        BootStage one = of(kind, "/a", "/b");
        BootStage other = of(kind, "/b", "/a");

        assertThat(other).isEqualTo(one);
        assertThat(other.values().toString()).isEqualTo(one.values().toString());
        assertThat(other.artifacts()).isEqualTo(one.artifacts());
    }

    private static BootStage of(StageKind kind, String... paths) {
        StageValues.Builder builder = StageValues.builder();
        for (StageField field : kind.fields()) {
            switch (field.type()) {
                case ARTIFACT, TEXT -> builder.text(field.name(), field.name());
                case ARTIFACTS -> builder.list(field.name(), List.of("one"));
                case FILES -> {
                    Map<String, String> files = new LinkedHashMap<>();
                    for (String path : paths) {
                        files.put(path, field.name() + path);
                    }
                    builder.files(field.name(), files);
                }
            }
        }
        return kind.make().apply(builder.build());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_artifact_that_a_stage_refers_to_is_named(StageKind kind) {
        StageValues.Builder builder = StageValues.builder();
        long expected = 0;
        for (StageField field : kind.fields()) {
            switch (field.type()) {
                case ARTIFACT -> {
                    builder.text(field.name(), "a" + expected);
                    expected++;
                }
                case ARTIFACTS -> {
                    builder.list(field.name(), List.of("b1", "b2"));
                    expected += 2;
                }
                case FILES -> {
                    builder.files(field.name(), Map.of("/path", "c" + expected));
                    expected++;
                }
                case TEXT -> builder.text(field.name(), "text");
            }
        }

        assertThat(kind.make().apply(builder.build()).artifacts()).hasSize((int) expected);
    }

    @Test
    void kinds_and_their_fields_have_distinct_names() {
        assertThat(StageKinds.all()).extracting(StageKind::name).doesNotHaveDuplicates();
        for (StageKind kind : StageKinds.all()) {
            assertThat(kind.fields()).extracting(StageField::name).doesNotHaveDuplicates();
        }
    }
}
