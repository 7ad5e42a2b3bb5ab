package io.hallmark.jenkins.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagesGeneratorTest {
    @TempDir
    private Path folder;

    private Path properties;
    private Path generated;

    @BeforeEach
    void prepare() throws IOException {
        properties = folder.resolve("resources/org/example/Messages.properties");
        generated = folder.resolve("output/org/example/Messages.java");
        Files.createDirectories(properties.getParent());
    }

    private String generate(String text) throws IOException {
        Files.writeString(properties, text);
        MessagesGenerator.generate(folder.resolve("resources"), folder.resolve("output"));
        return Files.readString(generated);
    }

    @Test
    void a_key_becomes_two_methods_with_the_names_that_the_localizer_gives() throws IOException {
        assertThat(generate("Some.key-name=Plain\n"))
                .startsWith("package org.example;")
                .contains("public static String Some_key_name() {")
                .contains("return holder.format(\"Some.key-name\");")
                .contains("public static Localizable _Some_key_name() {")
                .contains("return new Localizable(holder, \"Some.key-name\");");
    }

    @Test
    void a_method_has_as_many_parameters_as_the_text_asks_for() throws IOException {
        assertThat(generate("k={1} of {0}\n"))
                .contains("public static String k(Object arg0, Object arg1) {")
                .contains("return holder.format(\"k\", arg0, arg1);");
    }

    @Test
    void a_format_for_which_the_localizer_makes_other_parameters_is_refused() {
        assertThatThrownBy(() -> generate("k={0,number}\n")).hasMessageContaining("k: only plain arguments");
    }

    @Test
    void the_order_of_the_texts_does_not_matter() throws IOException {
        String one = generate("a=1\nb=2\n");
        assertThat(generate("b=2\na=1\n")).isEqualTo(one);
    }

    @Test
    void what_says_the_same_is_not_written_again() throws IOException {
        generate("a=1\n");
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(generated, old);
        generate("a=1\n");
        assertThat(Files.getLastModifiedTime(generated)).isEqualTo(old);
        generate("a=1\nb=2\n");
        assertThat(Files.getLastModifiedTime(generated)).isNotEqualTo(old);
    }
}
